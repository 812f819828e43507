package io.stillframe.e2e;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** CloudMC's API as its document and its clients know it, on the local provider. */
@SharedStack
class CloudMcDialectIT {
  private static final String KEY = "MC-Api-Key";
  private static final String PLACE = "/api/v2/services/compute-on/test_area/";

  private final Stack stack;
  private final Api api;

  CloudMcDialectIT(Stack stack) {
    this.stack = stack;
    this.api = stack.foreign();
  }

  @Test
  void everyExampleOfTheDocumentHolds() {
    // Given
    TestVolume volume = known(stack.randomVolume(MIB));
    ObjectNode request = (ObjectNode) Example.of("cloudmc-create-request.json").body();
    request.put("volumeId", volume.id());

    // When, Then
    Answer begun = Api.expect(200, post(PLACE + "snapshots?operation=create", request));
    assertThat(begun.header("Content-Type")).isEqualTo("application/json");
    assertThat(begun.text("taskStatus")).isIn("PENDING", "SUCCESS");
    JsonNode task = ended(begun.text("taskId"));
    assertThat(task.path("taskStatus").asText()).isEqualTo("SUCCESS");
    String id = task.path("result").path("id").asText();

    Answer item = Api.expect(200, get(PLACE + "snapshots/" + id));
    Example.of("cloudmc-item.json").assertLike(item.body());
    JsonNode snapshot = item.body().path("data");
    assertThat(snapshot.path("name").asText()).isEqualTo("BeforeUpgradeToV2");
    assertThat(snapshot.path("state").asText()).isEqualTo("BackedUp");
    assertThat(snapshot.path("intervalType").asText()).isEqualTo("MANUAL");
    assertThat(snapshot.path("volume").asText()).isEqualTo(volume.name());
    assertThat(snapshot.path("volumeType").asText()).isEqualTo("data");

    Answer list = Api.expect(200, get(PLACE + "snapshots?volume_id=" + volume.id()));
    Example.of("cloudmc-list.json").assertLike(list.body());
    assertThat(list.body().path("data")).containsExactly(snapshot);
    assertThat(list.body().path("metadata").path("recordCount").asInt()).isEqualTo(1);
    // rapid: the copy is kept beside the volume.
    assertThat(stack.disk().volumes().resolve(".snapshots").resolve(id)).isDirectory();

    Answer deleting = Api.expect(200, api.delete(PLACE + "snapshots/" + id, KEY, "local-operator"));
    assertThat(ended(deleting.text("taskId")).path("taskStatus").asText()).isEqualTo("SUCCESS");
    assertThat(get(PLACE + "snapshots/" + id).status()).isEqualTo(404);
  }

  /** Both shapes at once: one client reads the one, another dereferences the other. */
  @Test
  void aTaskHasBothShapes() {
    // Given
    TestVolume volume = known(stack.randomVolume(MIB / 4));

    // When
    JsonNode task = ended(create(volume).text("taskId"));

    // Then
    JsonNode data = task.path("data");
    assertThat(data.path("id")).isEqualTo(task.path("taskId"));
    assertThat(data.path("status")).isEqualTo(task.path("taskStatus"));
    assertThat(data.path("result")).isEqualTo(task.path("result"));
    assertThat(data.path("created").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}[+-]\\d\\d:\\d\\d");
  }

  @Test
  void namesAreUniqueAndMadeOfInstanceVolumeAndTimeByDefault() {
    // Given
    String volume = "4fe54594-a788-442c-b7a8-0237f7a4f70d";
    Awaitility.await().until(() -> get(PLACE + "volumes/" + volume).status() == 200);
    Map<String, String> named = Map.of("volumeId", volume, "name", "only-" + UUID.randomUUID());

    // When
    Answer byDefault = post(PLACE + "snapshots", Map.of("volumeId", volume));
    Answer first = post(PLACE + "snapshots", named);
    Answer second = post(PLACE + "snapshots", named);

    // Then
    assertThat(byDefault.body().path("data").path("name").asText())
        .matches("i-root-6E7_ROOT-35545_\\d{14}");
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.body().path("errors").path(0).path("errorCode").asText())
        .isEqualTo("NAME_TAKEN");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1//services/compute-on/test_area/snapshots?",
        "/api/v2/services/compute-on/test_area/snapshots",
        "//api//v2//services//compute-on//test_area//snapshots"
      })
  void addressesMayBeSpelledAsClientsDo(String path) {
    // When, Then
    assertThat(get(path).body().path("data").isArray()).isTrue();
  }

  @Test
  void everyWayToAskForOneThingWorks() {
    // Given
    TestVolume volume = known(stack.randomVolume(MIB / 4));
    String ofVolume = PLACE + "volumes/" + volume.id() + "?operation=createSnapshotFromVolume";

    // When
    Answer plain = create(volume);
    Answer asked = post(ofVolume, Map.of("snapshot", Map.of("name", "n-" + volume.id())));
    Answer empty = post(ofVolume, "{}");

    // Then
    for (Answer begun : new Answer[] {plain, asked, empty}) {
      assertThat(begun.status()).isEqualTo(200);
      JsonNode made = ended(begun.text("taskId")).path("result");
      // A JSON body, an empty one, none at all.
      String path = "/api/v1//services/compute-on/test_area/snapshots/" + made.path("id").asText();
      Answer deleting =
          api.send(
              "DELETE",
              path + "?",
              begun == plain ? BodyPublishers.ofString("{}") : BodyPublishers.noBody(),
              KEY,
              "local-operator");
      assertThat(deleting.status()).isEqualTo(200);
      assertThat(deleting.text("taskStatus")).isIn("PENDING", "SUCCESS");
    }
  }

  @Test
  void anUnknownVolumeLeavesNothingBehind() {
    // Given
    String volume = UUID.randomUUID().toString();

    // When
    Answer answer = post(PLACE + "snapshots", Map.of("volumeId", volume));

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body().path("errors").path(0).path("errorCode").asText())
        .isEqualTo("VOLUME_NOT_FOUND");
    assertThat(get(PLACE + "snapshots?volume_id=" + volume).body().path("data")).isEmpty();
  }

  @Test
  void aVolumeThatIsNotReadyIsRefused() {
    // Given
    String moving = "e922e5fc-8fee-4688-ad93-c9ef5d7eb685";
    String cox = "/api/v2/services/cox/test_area/";
    Awaitility.await().until(() -> get(cox + "volumes/" + moving).status() == 200);

    // When
    Answer answer = post(cox + "snapshots", Map.of("volumeId", moving));

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors").path(0).path("errorCode").asText())
        .isEqualTo("VOLUME_NOT_READY");
    assertThat(get(cox + "snapshots?volume_id=" + moving).body().path("data")).isEmpty();
  }

  @Test
  void tellsOfVolumesAndSurroundings() {
    // When, Then
    JsonNode os = get(PLACE + "volumes?type=os").body();
    assertThat(os.path("data").findValuesAsText("name")).contains("ROOT-35545");
    assertThat(os.path("data").findValuesAsText("state")).containsOnly("Ready");
    assertThat(os.path("metadata").path("recordCount").asInt()).isEqualTo(os.path("data").size());
    assertThat(get(PLACE + "volumes?type=data").body().path("data").findValuesAsText("name"))
        .contains("vol simple snapshot")
        .doesNotContain("ROOT-35545");
    assertThat(get("/api/v2/environments").body().path("data").findValuesAsText("name"))
        .contains("test_area", "testing", "par1");
    assertThat(
            get("/api/v1/services/connections").body().path("data").findValuesAsText("serviceCode"))
        .contains("compute-on", "cox", "par1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|snapshots||401|UNAUTHENTICATED",
        "GET|snapshots|unknown-key|401|UNAUTHENTICATED",
        "POST|snapshots|local-reader|403|FORBIDDEN",
        "DELETE|snapshots/33a27b8d-5a27-42a5-aec4-37606e372bda|local-reader|403|FORBIDDEN",
        "GET|snapshots/33a27b8d-5a27-42a5-aec4-37606e372bda|local-operator|404|SNAPSHOT_NOT_FOUND",
        "GET|snapshots/..%2f..%2fetc|local-operator|404|SNAPSHOT_NOT_FOUND",
        "DELETE|snapshots/33a27b8d-5a27-42a5-aec4-37606e372bda|local-operator|404|SNAPSHOT_NOT_FOUND",
        "GET|volumes/unknown|local-operator|404|VOLUME_NOT_FOUND",
        "GET|volumes/%00|local-operator|404|NOT_FOUND",
        "GET|snapshots?colour=blue|local-operator|400|INVALID_PARAMETER",
        "GET|volumes?type=tape|local-operator|400|INVALID_PARAMETER",
        "GET|snapshots?org_id=f1350c5d-f1d8-4f9d-b114-6053905578e1|local-operator|403|FORBIDDEN",
        "POST|snapshots?operation=revert|local-operator|400|INVALID_PARAMETER",
        "POST|snapshots|local-operator|400|INVALID_VALUE",
        "PATCH|snapshots|local-operator|405|METHOD_NOT_ALLOWED",
        "GET|no-such-thing|local-operator|404|NOT_FOUND"
      })
  void refusalsAreInItsOwnWords(
      String method, String path, String key, int status, String errorCode) {
    // When
    Answer answer =
        api.send(
            method,
            PLACE + path,
            method.equals("POST")
                ? BodyPublishers.ofString("{\"volumeId\": null}")
                : BodyPublishers.noBody(),
            key == null ? new String[0] : new String[] {KEY, key});

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    JsonNode error = answer.body().path("errors").path(0);
    assertThat(error.path("errorCode").asText()).isEqualTo(errorCode);
    assertThat(error.path("code").isInt()).isTrue();
    assertThat(error.path("message").asText()).isNotBlank();
    assertThat(error.path("context").isObject()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"volumeId\": \"v\", \"colour\": 1}", "{\"volumeId\": 7}", "{", "[]"})
  void bodiesThatCannotBeMeantAreRefused(String body) {
    // When
    Answer answer = post(PLACE + "snapshots", body);

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors").path(0).path("message").asText()).isNotBlank();
  }

  private TestVolume known(TestVolume volume) {
    Awaitility.await().until(() -> get(PLACE + "volumes/" + volume.id()).status() == 200);
    return volume;
  }

  private Answer create(TestVolume volume) {
    return Api.expect(200, post(PLACE + "snapshots", Map.of("volumeId", volume.id())));
  }

  private JsonNode ended(String taskId) {
    return Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .until(
            () -> Api.expect(200, get("/api/v2/tasks/" + taskId)).body(),
            task -> !task.path("data").path("status").asText().equals("PENDING"));
  }

  private Answer get(String path) {
    return api.get(path, KEY, "local-operator");
  }

  private Answer post(String path, Object body) {
    return api.post(path, body, KEY, "local-operator");
  }
}
