package io.stillframe.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What services are given is what they read. */
@Rendered
class ConfigurationTest {
  private static final Pattern PORT = Pattern.compile("(\\d+)}?$");

  private final Rendering production = Rendering.overlay("production");

  @ParameterizedTest
  @CsvSource({"command-service", "provider-worker", "query-service"})
  void aServiceListensWhereItIsLookedFor(String service) {
    // Given
    String configured = Channels.of(service).properties().getProperty("quarkus.http.port");
    int port =
        PORT.matcher(configured).results().mapToInt(it -> Integer.parseInt(it.group(1))).sum();

    // Then
    assertThat(production.one("Service", service).at("/spec/ports/0/port").intValue())
        .isEqualTo(port);
    assertThat(
            production
                .one("Deployment", service)
                .at("/spec/template/spec/containers/0/ports/0/containerPort")
                .intValue())
        .isEqualTo(port);
  }

  /** A service's schema is its Job's business: one that starts beside it must not migrate. */
  @ParameterizedTest
  @CsvSource({"command-service", "provider-worker", "query-service"})
  void onlyTheJobMigrates(String service) {
    // When
    Map<String, String> running = given(production.one("Deployment", service));
    Map<String, String> migrating = given(production.one("Job", service + "-migration"));

    // Then
    assertThat(running)
        .containsEntry("QUARKUS_FLYWAY_MIGRATE_AT_START", "false")
        .containsEntry("QUARKUS_FLYWAY_VALIDATE_AT_START", "true")
        .doesNotContainKey("QUARKUS_INIT_AND_EXIT");
    assertThat(migrating)
        .containsEntry("QUARKUS_FLYWAY_MIGRATE_AT_START", "true")
        .containsEntry("QUARKUS_INIT_AND_EXIT", "true");
    assertThat(migrating.get("QUARKUS_DATASOURCE_JDBC_URL"))
        .isEqualTo(running.get("QUARKUS_DATASOURCE_JDBC_URL"));
  }

  @ParameterizedTest
  @CsvSource({"command-service,command", "provider-worker,worker", "query-service,query"})
  void aServiceKnowsItsOwnDatabaseOnly(String service, String database) {
    // When
    Map<String, String> given = given(production.one("Deployment", service));

    // Then
    assertThat(given.get("QUARKUS_DATASOURCE_REACTIVE_URL")).endsWith(":5432/" + database);
    assertThat(given.get("QUARKUS_DATASOURCE_JDBC_URL"))
        .contains(":5432/" + database + "?")
        .contains("sslmode=verify-full");
    assertThat(given)
        .containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL")
        .containsEntry("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE", "verify-full");
  }

  /** In texts too: a key that is pasted into a comment is as lost as one in a value. */
  @Test
  void noFileHoldsASecret() throws IOException {
    // Given
    Pattern secret =
        Pattern.compile("(?i)(password|secret|token|-key)[\"']?\\s*[:=]\\s*[\"']?[a-z0-9+/]{16,}");

    // When
    List<Path> files = Tree.files();

    // Then
    assertThat(files).hasSizeGreaterThan(40);
    for (Path file : files) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(secret);
    }
    assertThat("password: 0123456789abcdef0123").containsPattern(secret);
  }

  private Map<String, String> given(Manifest workload) {
    return Given.to(workload, production);
  }
}
