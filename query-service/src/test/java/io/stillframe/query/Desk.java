package io.stillframe.query;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;
import io.restassured.path.json.JsonPath;

import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.DeadLetterId;
import io.stillframe.contract.Message;

import static org.awaitility.Awaitility.await;

/** An administrator, whose requests the command service has accepted. */
final class Desk {
  private Desk() {}

  static AdminRequest.RebuildReadModel rebuild(boolean acceptDifferences) {
    return new AdminRequest.RebuildReadModel(
        UuidCreator.getTimeOrderedEpoch(),
        "desk",
        Keys.ORGANIZATION,
        Instant.now(),
        acceptDifferences);
  }

  static AdminRequest.ReplayDeadLetter replay(String letter) {
    return new AdminRequest.ReplayDeadLetter(
        UuidCreator.getTimeOrderedEpoch(),
        "desk",
        Keys.ORGANIZATION,
        Instant.now(),
        DeadLetterId.parse(letter).orElseThrow());
  }

  static AdminRequest.DiscardDeadLetter discard(String letter) {
    return new AdminRequest.DiscardDeadLetter(
        UuidCreator.getTimeOrderedEpoch(),
        "desk",
        Keys.ORGANIZATION,
        Instant.now(),
        DeadLetterId.parse(letter).orElseThrow());
  }

  /** The request is on its way; what came of it when it has ended. */
  static JsonPath ended(AdminRequest request) {
    Publisher.publish(Message.of(request));
    return ended(request.id());
  }

  static JsonPath ended(UUID action) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> seen(action), seen -> !seen.getString("status").equals("running"));
  }

  private static JsonPath seen(UUID action) {
    return Api.as(Keys.ADMIN)
        .header("Prefer", "wait=10")
        .get("/v1/admin/actions/" + action)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
