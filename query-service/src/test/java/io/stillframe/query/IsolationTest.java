package io.stillframe.query;

import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.Message;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

/** Law 7: no organization sees another's, and nobody sees anything without a key. */
@QueryServiceTest
class IsolationTest {
  private static final Life LIFE = Life.of(Keys.ORGANIZATION, "mine");
  private static final String VOLUME = "mine-" + UUID.randomUUID();

  private static boolean given;

  @BeforeEach
  void givenSomethingOfOneOrganization() {
    Api.awaitReady();
    if (given) {
      return;
    }
    given = true;
    Publisher.publish(LIFE.requested());
    Publisher.publish(Message.of(Inventory.volume(Keys.ORGANIZATION, VOLUME, 1)));
    Api.snapshot(LIFE.id()).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/snapshots/%s", "/v1/snapshots/%s/timeline"})
  void foreignSnapshotAnswersAsAnUnknownOne(String path) {
    // Given
    String unknown =
        Api.as(Keys.OTHER)
            .get(path.formatted("01900000-0000-7000-8000-000000000000"))
            .then()
            .statusCode(404)
            .extract()
            .asString();
    // When
    var foreign = Api.as(Keys.OTHER).get(path.formatted(LIFE.id()));
    // Then
    foreign.then().statusCode(404).body(equalTo(unknown));
  }

  @Test
  void foreignOperationAnswersAsAnUnknownOne() {
    Api.as(Keys.OTHER)
        .header("Prefer", "wait=1")
        .get("/v1/operations/" + LIFE.operationId())
        .then()
        .statusCode(404)
        .body("type", equalTo("urn:stillframe:problem:operation-not-found"));
  }

  @Test
  void listsShowOnesOwnOnly() {
    Api.as(Keys.OTHER)
        .get("/v1/snapshots?limit=1000")
        .then()
        .statusCode(200)
        .body("items.id", not(hasItem(LIFE.id().toString())));
    Api.as(Keys.OTHER)
        .get("/v1/operations?limit=1000")
        .then()
        .statusCode(200)
        .body("items.id", not(hasItem(LIFE.operationId().toString())));
    Api.as(Keys.OTHER).get("/v1/volumes?name=" + VOLUME).then().body("items.size()", equalTo(0));
    Api.get("/v1/volumes?name=" + VOLUME).then().body("items.name", contains(VOLUME));
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshots", "operations", "volumes"})
  void onlyAdminsNameAnotherOrganization(String list) {
    Api.as(Keys.OTHER)
        .get("/v1/" + list + "?organization=" + Keys.ORGANIZATION)
        .then()
        .statusCode(403)
        .body(
            "type", equalTo("urn:stillframe:problem:forbidden"), "field", equalTo("organization"));
    Api.as(Keys.ADMIN)
        .get("/v1/" + list + "?organization=" + Keys.OTHER_ORGANIZATION)
        .then()
        .statusCode(200);
    Api.get("/v1/" + list + "?organization=" + Keys.ORGANIZATION).then().statusCode(200);
  }

  @Test
  void onlyAdminsReadOneOfAnotherOrganization() {
    // Given
    Life foreign = Life.of(Keys.OTHER_ORGANIZATION, "foreign");
    Publisher.publish(foreign.requested());
    for (String path :
        List.of(
            "/v1/snapshots/" + foreign.id(),
            "/v1/snapshots/" + foreign.id() + "/timeline",
            "/v1/operations/" + foreign.operationId())) {
      String named = path + "?organization=" + Keys.OTHER_ORGANIZATION;
      // When, Then
      Api.as(Keys.ADMIN).get(named).then().statusCode(200);
      Api.as(Keys.ADMIN).get(path).then().statusCode(404);
      Api.as(Keys.OTHER).get(named).then().statusCode(200);
      Api.get(named).then().statusCode(403).body("field", equalTo("organization"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/snapshots",
        "/v1/snapshots/01900000-0000-7000-8000-000000000000",
        "/v1/operations",
        "/v1/volumes",
        "/v1/providers",
        "/v1/nothing",
        "/v1",
        "/%76%31/snapshots",
        "//v1/snapshots",
        "/x/../v1/snapshots"
      })
  void nobodyGetsInWithoutAKey(String path) {
    given()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(401)
        .contentType(equalTo("application/problem+json"))
        .header("WWW-Authenticate", "Bearer")
        .body("type", equalTo("urn:stillframe:problem:unauthenticated"), "detail", notNullValue());
  }

  @Test
  void everyHeaderForKeysIsTaken() {
    given().header("MC-Api-Key", Keys.READER).get("/v1/volumes").then().statusCode(200);
    given().header("X-Auth-Token", Keys.READER).get("/v1/volumes").then().statusCode(200);
    given()
        .header("Authorization", "bearer " + Keys.READER)
        .get("/v1/volumes")
        .then()
        .statusCode(200);
    given()
        .header("Authorization", "Basic " + Keys.READER)
        .get("/v1/volumes")
        .then()
        .statusCode(401);
    given().header("X-Auth-Token", "unknown").get("/v1/volumes").then().statusCode(401);
    given()
        .header("MC-Api-Key", Keys.READER)
        .header("X-Auth-Token", Keys.OTHER)
        .get("/v1/volumes")
        .then()
        .statusCode(401);
  }
}
