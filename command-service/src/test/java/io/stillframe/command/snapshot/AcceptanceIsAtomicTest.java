package io.stillframe.command.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.command.Workers;
import io.stillframe.local.StillframeTestResource;

import static io.stillframe.command.Api.as;
import static io.stillframe.command.Api.create;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Law 1: an operation, what it reserves and its message are stored together or not at all. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "command"))
class AcceptanceIsAtomicTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject DataSource database;

  private final String volumeId = UUID.randomUUID().toString();
  private final String name = "n-" + UUID.randomUUID();
  private final String key = UUID.randomUUID().toString();
  private Workers workers;

  @BeforeEach
  void refuseTheMessage() throws SQLException {
    workers = new Workers(bootstrapServers);
    workers.haveEnvironment("compute-on", "test_area");
    workers.haveVolume("compute-on", "test_area", volumeId, "acme", true);
    await()
        .until(
            () -> as("acme").body(create(volumeId, "")).post("/v1/snapshots").statusCode() == 202);
    execute(
        """
            create function refuse() returns trigger language plpgsql as
                'begin raise exception ''the outbox is full''; end'
        """);
    execute(
        """
            create trigger refuse before insert on outbox for each row
                when (new.value like '%"name":"__NAME__"%') execute function refuse()
        """
            .replace("__NAME__", name));
  }

  @AfterEach
  void takeItAgain() throws SQLException {
    execute("drop trigger if exists refuse on outbox");
    execute("drop function if exists refuse");
    workers.close();
  }

  @Test
  void nothingIsAcceptedWhoseMessageCannotBeStored() throws SQLException {
    // When
    Response refused = post();

    // Then
    assertThat(refused.statusCode()).isGreaterThanOrEqualTo(500);
    assertThat(operations()).isZero();
    execute("drop trigger refuse on outbox");
    Response accepted = post();
    assertThat(accepted.statusCode()).isEqualTo(202);
    await().until(() -> workers.createNamed(name) != null);
    assertThat(workers.createNamed(name).operationId()).hasToString(accepted.path("id"));
  }

  private int operations() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement count =
            connection.prepareStatement(
                "select count(*) from operation where request ->> 'name' = ?")) {
      count.setString(1, name);
      try (ResultSet rows = count.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  private Response post() {
    return as("acme")
        .header("Idempotency-Key", key)
        .body(create(volumeId, ",\"name\":\"" + name + "\""))
        .post("/v1/snapshots");
  }

  private void execute(String statement) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.createStatement().execute(statement);
    }
  }
}
