package io.stillframe.worker;

import java.util.Map;
import java.util.stream.Stream;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import io.stillframe.simulator.SimulatedCloud;
import io.stillframe.simulator.SimulatorSettings;
import io.stillframe.simulator.Simulators;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.ledger.ObjectEntry.Change;
import io.stillframe.simulator.ledger.ObjectEntry.Type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Somebody else who uses a simulated cloud, past us. */
enum OtherClient {
  COX("cox", "test_area", Life.ACME, "c779ca42-6966-41af-a7dc-23db4e41d4ee", "data", "BackedUp"),
  PAR1(
      "par1",
      "par1",
      SimulatedClouds.OWNER,
      "701a8946-ff9d-4579-95e3-1c2c2d0f892d",
      "snapshots",
      "available");

  private final String provider;
  private final String environment;
  private final String organization;
  private final String volumeId;
  private final String list;
  private final String whole;

  OtherClient(
      String provider,
      String environment,
      String organization,
      String volumeId,
      String list,
      String whole) {
    this.provider = provider;
    this.environment = environment;
    this.organization = organization;
    this.volumeId = volumeId;
    this.list = list;
    this.whole = whole;
  }

  String provider() {
    return provider;
  }

  String environment() {
    return environment;
  }

  String organization() {
    return organization;
  }

  String volumeId() {
    return volumeId;
  }

  SimulatedCloud<?, ?> of(Simulators simulators) {
    return switch (this) {
      case COX -> simulators.cloudMc();
      case PAR1 -> simulators.scaleway();
    };
  }

  /** Makes a copy and waits for it; answers with its id. */
  String plant(Simulators simulators, String name) {
    Object body =
        switch (this) {
          case COX -> Map.of("volumeId", volumeId, "name", name);
          case PAR1 -> Map.of("volume_id", volumeId, "name", name, "organization", organization);
        };
    // A volume of which another copy is being made refuses.
    await()
        .until(
            () ->
                client(simulators).body(body).post(snapshots(simulators) + creates()).statusCode()
                    < 300);
    // An inventory may be quicker than we are, and have removed it.
    await()
        .until(
            () -> isWhole(simulators, name) || ids(simulators, name, Change.DELETED).count() > 0);
    return ids(simulators, name, Change.CREATED).reduce((first, last) -> last).orElseThrow();
  }

  private Stream<String> ids(Simulators simulators, String name, Change change) {
    return of(simulators).ledger().objects().stream()
        .filter(each -> each.type() == Type.SNAPSHOT && each.change() == change)
        .filter(each -> each.name().equals(name))
        .map(ObjectEntry::id);
  }

  void remove(Simulators simulators, String copy) {
    int status = client(simulators).delete(snapshots(simulators) + "/" + copy).statusCode();
    assertThat(status).isLessThan(300);
  }

  void rename(Simulators simulators, String copy, String name) {
    client(simulators)
        .body(Map.of("name", name))
        .put(snapshots(simulators) + "/" + copy)
        .then()
        .statusCode(200);
  }

  private boolean isWhole(Simulators simulators, String name) {
    Response listed = client(simulators).get(snapshots(simulators));
    return listed.path(
            "%s.find { it.name == '%s' && it.state == '%s' }?.id".formatted(list, name, whole))
        != null;
  }

  private String snapshots(Simulators simulators) {
    return switch (this) {
      case COX -> simulators.cloudMc().url() + "/api/v2/services/cox/" + environment + "/snapshots";
      case PAR1 -> simulators.scaleway().url() + "/snapshots";
    };
  }

  private String creates() {
    return this == COX ? "?operation=create" : "";
  }

  private RequestSpecification client(Simulators simulators) {
    SimulatorSettings settings = SimulatorSettings.defaults();
    RequestSpecification request = RestAssured.given().contentType("application/json");
    return switch (this) {
      case COX -> request.header("MC-Api-Key", settings.cloudMc().apiKey());
      case PAR1 -> request.header("X-Auth-Token", settings.scaleway().token());
    };
  }
}
