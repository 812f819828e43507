package io.stillframe.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.local.Postgres;

import static org.assertj.core.api.Assertions.assertThat;

/** There is a database for each service, which it owns and logs in to, and none besides. */
@Rendered
class DatabasesTest {
  private static final Pattern EACH = Pattern.compile("for database in (.+); do");

  private final Rendering production = Rendering.overlay("production");

  static List<String> overlays() {
    return Tree.overlays();
  }

  @Test
  void theClusterHasWhatTheServicesUse() {
    // When
    Set<Database> made = Database.made(production);

    // Then
    assertThat(made).isEqualTo(Database.used(production)).hasSize(3);
  }

  /** What is moved here from the stack on one machine has its name already. */
  @ParameterizedTest
  @MethodSource("overlays")
  void namesAreThoseOfTheStackOnOneMachine(String overlay) {
    // When
    Set<Database> used = Database.used(Rendering.overlay(overlay));

    // Then
    assertThat(used)
        .extracting(Database::name)
        .containsExactlyInAnyOrderElementsOf(Postgres.DATABASES);
  }

  /** One makes the databases with their owners, the other the owners' Secrets. */
  @ParameterizedTest
  @ValueSource(strings = {"databases.sh", "prepare"})
  void theLocalScriptsMakeWhatTheServicesUse(String script) throws IOException {
    // Given
    String text = Files.readString(Tree.ROOT.resolve("overlays/local").resolve(script));

    // When
    List<String> made =
        EACH.matcher(text)
            .results()
            .flatMap(each -> Arrays.stream(each.group(1).split(" ")))
            .toList();

    // Then
    Set<Database> used = Database.used(Rendering.overlay("local"));
    assertThat(made)
        .containsExactlyInAnyOrderElementsOf(used.stream().map(Database::name).toList())
        .containsExactlyInAnyOrderElementsOf(used.stream().map(Database::owner).toList());
  }

  /** The first line that fits decides; an owner that comes to another's database finds the last. */
  @Test
  void ownersComeToTheirDatabasesOnly() {
    // When
    List<String> lines =
        production
            .one("Cluster", "stillframe-postgresql")
            .all("/spec/postgresql/pg_hba")
            .map(JsonNode::asText)
            .toList();

    // Then
    Set<Database> used = Database.used(production);
    assertThat(lines.subList(0, lines.size() - 1))
        .containsExactlyInAnyOrderElementsOf(
            used.stream()
                .map(one -> "hostssl %s %s all scram-sha-256".formatted(one.name(), one.owner()))
                .toList());
    assertThat(lines.getLast()).matches("host all \\S+ all reject");
    assertThat(lines.getLast().split(" ")[2].split(","))
        .containsExactlyInAnyOrderElementsOf(used.stream().map(Database::owner).toList());
  }

  /** Each side, changed without the other. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "gone",
      value = {
        "Cluster|stillframe-postgresql|/metadata/name|\"another\"",
        "Cluster|stillframe-postgresql|/spec/bootstrap/initdb/database|\"commands\"",
        "Cluster|stillframe-postgresql|/spec/bootstrap/initdb/owner|\"query\"",
        "Cluster|stillframe-postgresql|/spec/bootstrap/initdb/secret/name|\"query-database\"",
        "Cluster|stillframe-postgresql|/spec/managed/roles/0|gone",
        "Cluster|stillframe-postgresql|/spec/managed/roles/0/name|\"workers\"",
        "Cluster|stillframe-postgresql|/spec/managed/roles/0/login|false",
        "Cluster|stillframe-postgresql|/spec/managed/roles/0/ensure|\"absent\"",
        "Cluster|stillframe-postgresql|/spec/managed/roles/0/passwordSecret/name|\"query-database\"",
        "Database|worker|/spec/name|\"workers\"",
        "Database|worker|/spec/owner|\"query\"",
        "Database|worker|/spec/cluster/name|\"another\"",
        "Database|worker|/spec/ensure|\"absent\"",
        "Database|worker|/kind|\"Gone\"",
        "Deployment|provider-worker|/spec/template/spec/containers/0/env/0|"
            + "{\"name\":\"QUARKUS_DATASOURCE_JDBC_URL\",\"value\":\"jdbc:postgresql://stillframe-postgresql-rw:5432/query\"}",
        "Deployment|provider-worker|/spec/template/spec/containers/0/env/0|"
            + "{\"name\":\"QUARKUS_DATASOURCE_REACTIVE_URL\",\"value\":\"postgresql://stillframe-postgresql-r:5432/worker\"}",
        "Job|query-service-migration|/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef/name|\"worker-database\"",
        "Job|query-service-migration|/spec/template/spec/containers/0/env/1/valueFrom/secretKeyRef/name|\"worker-database\""
      })
  void aDifferenceIsSeen(String kind, String name, String pointer, String value) {
    // When
    Rendering changed = production.with(kind, name, one -> one.with(pointer, value));

    // Then
    assertThat(Database.made(changed)).isNotEqualTo(Database.used(changed));
  }
}
