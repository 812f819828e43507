package io.stillframe.query;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.Finding;
import io.stillframe.contract.FindingBuilder;
import io.stillframe.contract.Message;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Topic;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

/** What administrators see: findings, actions, dead letters. */
@QueryServiceTest
class DeskTest {
  private static final String DEAD_LETTERS = Topic.QUERY_SERVICE_DLQ.topicName();

  @BeforeEach
  void awaitReady() {
    Api.awaitReady();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/inventory/findings",
        "/v1/inventory/findings/01900000-0000-7000-8000-000000000000",
        "/v1/admin/actions",
        "/v1/admin/actions/01900000-0000-7000-8000-000000000000",
        "/v1/dead-letters",
        "/v1/dead-letters/query-service/0/0"
      })
  void isForAdministratorsOnly(String path) {
    for (String key : List.of(Keys.READER, Keys.OTHER)) {
      Api.as(key)
          .get(path)
          .then()
          .statusCode(403)
          .body("type", equalTo(ProblemType.FORBIDDEN.uri()));
    }
    given().get(path).then().statusCode(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/inventory/findings/01900000-0000-7000-8000-000000000000",
        "/v1/inventory/findings/none",
        "/v1/admin/actions/01900000-0000-7000-8000-000000000000",
        "/v1/dead-letters/query-service/0/999999",
        "/v1/dead-letters/nobody/x/y"
      })
  void whatIsNotKnownIsNotFound(String path) {
    Api.as(Keys.ADMIN).get(path).then().statusCode(404);
  }

  @Test
  void findingsAreFilteredAndLeave() {
    // Given
    String provider = "p-" + UUID.randomUUID();
    Finding orphan = finding(provider, Finding.Kind.ORPHAN, Finding.Status.OPEN);
    Finding drift = finding(provider, Finding.Kind.DRIFT, Finding.Status.OPEN);
    Finding ignored = finding(provider, Finding.Kind.MISSING, Finding.Status.IGNORED);
    String list = "/v1/inventory/findings?provider=" + provider;

    // When
    Publisher.publish(Message.of(orphan), Message.of(drift), Message.of(ignored));

    // Then
    Api.as(Keys.ADMIN)
        .get(list + "&environment=testing&kind=orphan")
        .then()
        .statusCode(200)
        .body("items.id", contains(orphan.id().toString()), "items[0].marked", equalTo(true));
    Api.as(Keys.ADMIN).get(list).then().body("items.size()", equalTo(2));
    Api.as(Keys.ADMIN)
        .get(list + "&status=ignored")
        .then()
        .body("items.id", contains(ignored.id().toString()));
    Api.as(Keys.ADMIN)
        .get("/v1/inventory/findings/" + ignored.id())
        .then()
        .statusCode(200)
        .body("status", equalTo("ignored"));
    Api.as(Keys.ADMIN).get(list + "&kind=ghost").then().statusCode(400);
    String cursor = Api.as(Keys.ADMIN).get(list + "&limit=1").then().extract().path("nextCursor");
    Api.as(Keys.ADMIN)
        .get(list + "&limit=1&cursor=" + cursor)
        .then()
        .statusCode(200)
        .body("items.size()", equalTo(1), "nextCursor", equalTo(null));

    // When
    Publisher.publish(
        Message.findingGone(orphan),
        Message.of(
            FindingBuilder.builder(drift).version(2).status(Finding.Status.RESOLVED).build()),
        Message.of(drift));

    // Then
    Api.as(Keys.ADMIN).get(list).then().body("items.size()", equalTo(0));
  }

  @Test
  void anActionTellsWhoAskedForWhatAndWhatBecameOfIt() {
    // Given
    AdminRequest request =
        new AdminRequest.AdoptFinding(
            UuidCreator.getTimeOrderedEpoch(),
            "desk",
            Keys.ORGANIZATION,
            Instant.now(),
            UUID.randomUUID(),
            "new-owner",
            null);
    String path = "/v1/admin/actions/" + request.id();

    // When
    Publisher.publish(Message.of(request));

    // Then
    Api.as(Keys.ADMIN)
        .get(path)
        .then()
        .statusCode(200)
        .header("Retry-After", "1")
        .body(
            "status", equalTo("running"),
            "action", equalTo("adopt-finding"),
            "target", equalTo(request.target()),
            "requestedBy", equalTo("desk"),
            "parameters.owner", equalTo("new-owner"));

    // When
    Instant end = Instant.now();
    AdminEvent first =
        AdminEvent.failed(request, end, ProblemType.FINDING_NOT_FOUND.because("gone"), null);
    Publisher.publish(Message.of(first, "provider-worker"));
    Publisher.publish(
        Message.of(AdminEvent.running(request, end.plusSeconds(1)), "provider-worker"),
        Message.of(AdminEvent.succeeded(request, end.plusSeconds(2), null), "provider-worker"));

    // Then
    Api.as(Keys.ADMIN).get("/v1/admin/actions?limit=1").then().statusCode(200);
    Api.as(Keys.ADMIN)
        .get(path)
        .then()
        .body(
            "status", equalTo("failed"),
            "problem.type", equalTo(ProblemType.FINDING_NOT_FOUND.uri()));
    Api.as(Keys.ADMIN)
        .get("/v1/admin/actions?action=adopt-finding&status=failed&target=" + request.target())
        .then()
        .body("items.id", contains(request.id().toString()));
    Api.as(Keys.ADMIN)
        .get("/v1/admin/actions?status=succeeded")
        .then()
        .body("items.id", not(hasItem(request.id().toString())));
  }

  @Test
  void anActionIsTheSameWhicheverTopicComesFirst() {
    // Given
    AdminRequest request = Desk.discard("command-service/5/123456");

    // When
    Publisher.publish(
        Message.of(AdminEvent.succeeded(request, Instant.now(), null), "command-service"));
    Api.as(Keys.ADMIN).get("/v1/admin/actions?limit=1").then().statusCode(200);
    Publisher.publish(Message.of(request));

    // Then
    Api.as(Keys.ADMIN)
        .get("/v1/admin/actions/" + request.id())
        .then()
        .statusCode(200)
        .body("status", equalTo("succeeded"), "requestedBy", equalTo("desk"));
  }

  @Test
  void aDeadLetterIsShownAndDiscarded() {
    // Given
    String key = UUID.randomUUID().toString();
    Publisher.publishRaw(Topic.SNAPSHOT_EVENTS.topicName(), key, "no json");

    // When
    Map<String, Object> letter = letter(key);

    // Then
    assertThat(letter)
        .containsEntry("group", "query-service")
        .containsEntry("topic", Topic.SNAPSHOT_EVENTS.topicName())
        .containsEntry("value", "no json")
        .containsEntry("status", "pending")
        .containsKeys("partition", "offset", "time", "cause");
    String id = (String) letter.get("id");
    Api.as(Keys.ADMIN)
        .get("/v1/dead-letters?group=query-service&topic=stillframe.volume.state")
        .then()
        .statusCode(200)
        .body("items.id", not(hasItem(id)));

    // When
    JsonPath replayed = Desk.ended(Desk.replay(id));

    // Then
    assertThat(replayed.getString("status")).isEqualTo("failed");
    assertThat(replayed.getString("problem.type"))
        .isEqualTo(ProblemType.DEAD_LETTER_NOT_TAKEN.uri());
    assertThat(letter(key)).containsEntry("status", "pending");

    // When
    AdminRequest discard = Desk.discard(id);
    Desk.ended(discard);

    // Then
    assertThat(letter(key))
        .containsEntry("status", "discarded")
        .containsEntry("action", discard.id().toString());
  }

  @Test
  void aReplayedLetterIsAppliedByItsOwnGroupOnly() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "replayed");
    Message event = Message.of(life.requested());
    Map<String, String> headers = new HashMap<>(event.headers());
    headers.put("dead-letter-topic", event.topic());
    headers.put("dead-letter-partition", "0");
    headers.put("dead-letter-offset", "0");
    headers.put("dead-letter-cause", "an older version did not know it");
    Publisher.publish(new Message(DEAD_LETTERS, event.key(), headers, event.value()));
    String id = (String) letter(event.key()).get("id");

    // When
    AdminRequest request = Desk.replay(id);
    JsonPath ended = Desk.ended(request);

    // Then
    assertThat(ended.getString("status")).as(ended::prettify).isEqualTo("succeeded");
    Api.snapshot(life.id()).then().statusCode(200).body("name", equalTo("replayed"));
    assertThat(letter(event.key()))
        .containsEntry("status", "replayed")
        .containsEntry("action", request.id().toString());
    assertThat(Publisher.keys(event.topic())).doesNotContain(event.key());
    // A real letter's record is in its topic too; without it a rebuild would find a difference.
    Tables.forget(life);
  }

  @Test
  void whatIsNoLetterCannotBeReplayed() {
    JsonPath ended = Desk.ended(Desk.replay("query-service/1/99999999"));
    assertThat(ended.getString("problem.type")).isEqualTo(ProblemType.DEAD_LETTER_NOT_FOUND.uri());
  }

  @Test
  void aRequestThatCannotBeReadIsOneDeadLetter() {
    // Given
    String key = "query-service/1/" + System.nanoTime();
    AdminRequest next = Desk.replay(key);

    // When
    Publisher.publishRaw(Topic.ADMIN_REQUESTS.topicName(), key, "no json");
    Desk.ended(next);

    // Then
    assertThat(letter(key)).containsEntry("topic", Topic.ADMIN_REQUESTS.topicName());
    assertThat(Publisher.keys(DEAD_LETTERS)).filteredOn(key::equals).hasSize(1);
  }

  @Test
  void lettersOfOtherGroupsAreLeftToThem() {
    // Given
    AdminRequest request = Desk.replay("command-service/1/99999999");
    // When
    Publisher.publish(Message.of(request));
    // Then
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                Api.as(Keys.ADMIN)
                    .get("/v1/admin/actions/" + request.id())
                    .then()
                    .body("status", equalTo("running")));
  }

  @Test
  void aValueThatIsNoTextIsShownInBase64() {
    // Given
    String key = UUID.randomUUID().toString();
    // When
    Publisher.publishRaw(DEAD_LETTERS, key, "a\0b");
    // Then
    assertThat(letter(key))
        .containsEntry("valueBase64", "YQBi")
        .containsEntry("valueBytes", 3)
        .doesNotContainKey("value");
    // When
    String longer = UUID.randomUUID().toString();
    Publisher.publishRaw(DEAD_LETTERS, longer, "é".repeat(20_000));
    // Then
    assertThat(letter(longer).get("value").toString().getBytes(StandardCharsets.UTF_8))
        .hasSize(16 * 1024);
  }

  private static Map<String, Object> letter(String key) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                Api.as(Keys.ADMIN)
                    .get("/v1/dead-letters?limit=1000")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath()
                    .<Map<String, Object>>getList("items")
                    .stream()
                    .filter(letter -> key.equals(letter.get("key")))
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  private static Finding finding(String provider, Finding.Kind kind, Finding.Status status) {
    return new Finding(
        Finding.id(provider, "testing", kind, "copy"),
        kind,
        status,
        provider,
        "testing",
        null,
        "copy",
        null,
        null,
        null,
        null,
        true,
        "for a test",
        null,
        1,
        Instant.now(),
        Instant.now());
  }
}
