package io.stillframe.query;

import java.time.Duration;
import java.util.UUID;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

/** The API as a caller uses it. */
public final class Api {
  private Api() {}

  /**
   * Waits until the service takes records: a consumer group that starts first shares partitions.
   */
  public static void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> given().get("/q/health/ready").statusCode() == 200);
  }

  public static RequestSpecification as(String key) {
    // Values are sent as the tests have them, percent signs included.
    return given().urlEncodingEnabled(false).header("Authorization", "Bearer " + key);
  }

  public static Response get(String path) {
    return as(Keys.READER).get(path);
  }

  public static Response snapshot(UUID id) {
    return get("/v1/snapshots/" + id);
  }

  public static Response operation(UUID id) {
    return get("/v1/operations/" + id);
  }
}
