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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.stillframe.local.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged service with the environment of its Job, and of its Deployment: a roll-out waits for
 * the schema. There is no broker.
 */
@Rendered
@Tag("long")
class MigrationIT {
  private static final int REFUSED = 1;

  private final Rendering local = Rendering.overlay("local");

  @TempDir Path directory;

  @Test
  void theJobMigratesAndEndsAndNoServiceStartsBefore() throws Exception {
    try (Postgres postgres = Postgres.start(directory.resolve("postgres"), 0, false)) {
      // Given
      int tooEarly = run("Deployment", "command-service", postgres);
      int tablesBefore = tables(postgres);

      // When
      int job = run("Job", "command-service-migration", postgres);

      // Then
      assertThat(tooEarly).isEqualTo(REFUSED);
      assertThat(tablesBefore).isZero();
      assertThat(job).isZero();
      assertThat(tables(postgres)).isPositive();
    }
  }

  private int run(String kind, String name, Postgres postgres)
      throws IOException, InterruptedException {
    Path root = Path.of(System.getProperty("stillframe.root"));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                root.resolve("command-service/target/quarkus-app/quarkus-run.jar").toString())
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
                postgres.jdbcUrl("command"),
                "QUARKUS_DATASOURCE_REACTIVE_URL",
                postgres.reactiveUrl("command")));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(kind + " ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static int tables(Postgres postgres) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.jdbcUrl("command"), Postgres.USER, Postgres.PASSWORD);
        ResultSet counted =
            connection
                .createStatement()
                .executeQuery("select count(*) from pg_tables where schemaname = 'public'")) {
      counted.next();
      return counted.getInt(1);
    }
  }
}
