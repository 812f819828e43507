package io.stillframe.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.local.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each packaged service with the environment of its Job, and of its Deployment: a roll-out waits
 * for the schema, and the version before goes on with it. There is no broker.
 */
@Rendered
@Tag("long")
class MigrationIT {
  private static final int REFUSED = 1;
  private static final String INIT_AND_EXIT = "QUARKUS_INIT_AND_EXIT";

  private static final String TABLES = "select count(*) from pg_tables where schemaname = 'public'";

  /** As a later version leaves it. */
  private static final String NEXT_VERSION =
      """
      insert into flyway_schema_history
      select installed_rank + 1, '1000', 'next', type, 'V1000__next.sql', 0, installed_by, now(), 0, true
      from flyway_schema_history order by installed_rank desc limit 1
      returning installed_rank
      """;

  private final Rendering local = Rendering.overlay("local");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"command-service, command", "provider-worker, worker", "query-service, query"})
  void theJobMigratesAndEndsAndNoServiceStartsBefore(String service, String database)
      throws Exception {
    try (Postgres postgres = Postgres.start(directory.resolve("postgres"), 0, false)) {
      // Given
      String address = postgres.jdbcUrl(database);
      int tooEarly = run("Deployment", service, service, postgres, database);
      int tablesBefore = number(TABLES, address);

      // When
      int job = run("Job", service + "-migration", service, postgres, database);

      // Then
      assertThat(tooEarly).isEqualTo(REFUSED);
      assertThat(tablesBefore).isZero();
      assertThat(job).isZero();
      assertThat(number(TABLES, address)).isPositive();

      // When
      number(NEXT_VERSION, address);

      // Then
      assertThat(run("Job", service + "-migration", service, postgres, database)).isZero();
      assertThat(run("Deployment", service, service, postgres, database, INIT_AND_EXIT)).isZero();
    }
  }

  private int run(
      String kind,
      String name,
      String service,
      Postgres postgres,
      String database,
      String... switches)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("stillframe.root"));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                root.resolve(service).resolve("target/quarkus-app/quarkus-run.jar").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(kind + ".log").toFile());
    builder.environment().putAll(Given.to(local.one(kind, name), local));
    // Files that pods have and this machine has not.
    builder.environment().keySet().remove("SMALLRYE_CONFIG_LOCATIONS");
    builder.environment().keySet().remove("STILLFRAME_KEYS_FILE");
    builder
        .environment()
        .putAll(
            Map.of(
                "QUARKUS_HTTP_PORT",
                "0",
                "QUARKUS_DATASOURCE_USERNAME",
                Postgres.USER,
                "QUARKUS_DATASOURCE_PASSWORD",
                Postgres.PASSWORD,
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.jdbcUrl(database),
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                postgres.reactiveUrl(database)));
    for (String each : switches) {
      builder.environment().put(each, "true");
    }
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(kind + " ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static int number(String sql, String address) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(address, Postgres.USER, Postgres.PASSWORD);
        ResultSet result = connection.createStatement().executeQuery(sql)) {
      result.next();
      return result.getInt(1);
    }
  }
}
