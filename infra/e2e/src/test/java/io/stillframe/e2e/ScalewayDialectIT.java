package io.stillframe.e2e;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** Scaleway's API as its document and its clients know it, on the local provider. */
@SharedStack
class ScalewayDialectIT {
  private static final String KEY = "X-Auth-Token";
  private static final String OTHER = "f1350c5d-f1d8-4f9d-b114-6053905578e1";

  /** The size of the document's examples. */
  private static final long DOCUMENTED_SIZE = 10_000_000_000L;

  private final Stack stack;
  private final Api api;

  ScalewayDialectIT(Stack stack) {
    this.stack = stack;
    this.api = stack.foreign();
  }

  @Test
  void everyExampleOfTheDocumentHolds() {
    // Given
    TestVolume volume = known(stack.sparseVolume(DOCUMENTED_SIZE));
    ObjectNode request = (ObjectNode) Example.of("scaleway-create-request.json").body();
    request.put("volume_id", volume.id());

    // When, Then
    Answer created = Api.expect(200, post("/snapshots", request));
    Example.of("scaleway-create.json").assertLike(created.body());
    JsonNode snapshot = created.body().path("snapshot");
    assertThat(snapshot.path("state").asText()).isEqualTo("snapshotting");
    assertThat(snapshot.path("size").asLong()).isEqualTo(DOCUMENTED_SIZE);
    assertThat(snapshot.path("base_volume").path("name").asText()).isEqualTo(volume.name());
    assertThat(snapshot.path("name").asText()).isEqualTo("snapshot-0-1");
    assertThat(snapshot.path("volume_type").asText()).isEqualTo("l_ssd");
    String path = "/snapshots/" + snapshot.path("id").asText();

    Answer got = Api.expect(200, get(path));
    assertThat(got.header("Content-Type")).isEqualTo("application/json");
    Example.of("scaleway-item.json").assertLike(got.body());
    assertThat(got.body().path("snapshot").path("base_volume"))
        .isEqualTo(snapshot.path("base_volume"));

    JsonNode list = Api.expect(200, get("/snapshots?per_page=1")).body();
    Example.of("scaleway-list.json").assertLike(list);
    assertThat(list.path("snapshots").path(0).path("id")).isEqualTo(snapshot.path("id"));

    assertThat(send("local-operator", "DELETE", path, null).status()).isEqualTo(204);
    assertThat(get(path).status()).isEqualTo(404);
  }

  @Test
  void theTransferOfTheDocumentHolds() {
    // Given
    TestVolume volume = known(stack.sparseVolume(DOCUMENTED_SIZE / 10));
    String path = "/snapshots/" + create(volume, "given away").path("id").asText();

    // When
    Answer transferred =
        put("local-admin", path, Example.of("scaleway-update-request.json").body());

    // Then
    assertThat(transferred.status()).isEqualTo(200);
    Example.of("scaleway-update.json").assertLike(transferred.body());
    assertThat(transferred.body().path("snapshot").path("organization").asText()).isEqualTo(OTHER);
    // A transfer waits until the copy is made.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(path).status(), status -> status == 404);
    Answer received = send("other-operator", "GET", path, null);
    Example.of("scaleway-update.json").assertLike(received.body());
    assertThat(send("other-operator", "DELETE", path, null).status()).isEqualTo(204);
    assertThat(send("other-operator", "GET", path, null).status()).isEqualTo(404);
  }

  @Test
  void aSnapshotIsRenamedAndGivenAwayAtOnce() {
    // Given
    TestVolume volume = known(stack.randomVolume(MIB / 4));
    String path = "/snapshots/" + create(volume, "old name").path("id").asText();

    // When
    Answer changed = put("local-admin", path, Map.of("name", "new name", "organization", OTHER));

    // Then
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body().path("snapshot").path("name").asText()).isEqualTo("new name");
    assertThat(changed.body().path("snapshot").path("organization").asText()).isEqualTo(OTHER);
    Awaitility.await()
        .untilAsserted(
            () -> {
              JsonNode received = send("other-operator", "GET", path, null).body().path("snapshot");
              assertThat(received.path("name").asText()).isEqualTo("new name");
              assertThat(received.path("organization").asText()).isEqualTo(OTHER);
            });
    assertThat(get(path).status()).isEqualTo(404);
  }

  @Test
  void namesMayRepeatAndChange() {
    // Given
    TestVolume volume = known(stack.randomVolume(MIB / 4));

    // When
    JsonNode first = create(volume, "twin");
    JsonNode second = create(volume, "twin");
    Answer renamed =
        put("local-operator", "/snapshots/" + first.path("id").asText(), Map.of("name", "other"));

    // Then
    assertThat(second.path("name").asText()).isEqualTo("twin");
    assertThat(renamed.body().path("snapshot").path("name").asText()).isEqualTo("other");
    // A client may send back all that it was given.
    ObjectNode whole = renamed.body().path("snapshot").deepCopy();
    whole.put("name", "third");
    assertThat(
            put("local-operator", "/snapshots/" + first.path("id").asText(), whole)
                .body()
                .path("snapshot")
                .path("name")
                .asText())
        .isEqualTo("third");
  }

  @Test
  void aNativeRenameTakesNoNameThatAnotherHas() {
    // Given
    TestVolume volume = known(stack.randomVolume(MIB / 4));
    Api.expect(202, stack.operator().create(volume, Map.of("name", "only-" + volume.name())));
    String twin = create(volume, "a twin").path("id").asText();

    // When
    Answer renamed =
        stack.operator().patch("/v1/snapshots/" + twin, Map.of("name", "only-" + volume.name()));

    // Then
    assertThat(renamed.status()).isEqualTo(409);
    assertThat(renamed.text("type")).endsWith("name-taken");
  }

  @Test
  void pagesLeadToEachOther() {
    // Given
    TestVolume volume = known(stack.randomVolume(MIB / 4));
    create(volume, "page-1");
    create(volume, "page-2");
    create(volume, "page-3");

    // When
    Answer first = get("/snapshots?per_page=2");
    String next = first.header("Link").replaceAll(".*<([^>]*)>; rel=\"next\".*", "$1");
    Answer second = get(next);

    // Then
    assertThat(first.body().path("snapshots")).hasSize(2);
    assertThat(next).isEqualTo("/snapshots?page=2&per_page=2&");
    assertThat(second.body().path("snapshots")).isNotEmpty();
    assertThat(ids(second)).doesNotContainAnyElementsOf(ids(first));
    assertThat(Integer.parseInt(first.header("X-Total-Count"))).isGreaterThanOrEqualTo(3);
    Answer head = send("local-operator", "HEAD", "/snapshots?per_page=2", null);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("X-Total-Count")).isEqualTo(first.header("X-Total-Count"));
    assertThat(send("local-operator", "HEAD", "/snapshots/" + ids(first).getFirst(), null).status())
        .isEqualTo(200);
    assertThat(get("/snapshots?page=1000000").body().path("snapshots")).isEmpty();
  }

  @Test
  void anUnknownVolumeLeavesNothingBehind() {
    // Given
    String volume = UUID.randomUUID().toString();

    // When
    Answer answer =
        post(
            "/snapshots", Map.of("name", "n", "organization", organization(), "volume_id", volume));

    // Then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("type")).isEqualTo("unknown_resource");
    assertThat(answer.text("message")).isEqualTo("\"%s\" not found".formatted(volume));
    assertThat(
            api.get("/v1/snapshots?volumeId=" + volume, "Authorization", "Bearer local-operator")
                .body()
                .path("items")
                .findValuesAsText("state"))
        .doesNotContain("requested", "creating", "available");
    assertThat(get("/snapshots?per_page=100").body().toString()).doesNotContain(volume);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|/snapshots||401|invalid_auth",
        "GET|/snapshots|unknown-key|401|invalid_auth",
        "POST|/snapshots|local-reader|403|authorization_required",
        "GET|/snapshots/f0361e7b-cbe4-4882-a999-945192b7171b|local-operator|404|unknown_resource",
        "GET|/snapshots/..%2f..%2fetc|local-operator|404|unknown_resource",
        "GET|/volumes/unknown|local-operator|404|unknown_resource",
        "GET|/volumes/%00|local-operator|404|unknown_resource",
        "OPTIONS|/snapshots;a=b||401|invalid_auth",
        "DELETE|/snapshots/f0361e7b-cbe4-4882-a999-945192b7171b|local-operator|404|unknown_resource",
        "GET|/snapshots?colour=blue|local-operator|400|invalid_request_error",
        "GET|/snapshots?per_page=101|local-operator|400|invalid_request_error",
        "GET|/snapshots?page=0|local-operator|400|invalid_request_error",
        "POST|/snapshots|local-operator|400|invalid_request_error",
        "PATCH|/snapshots|local-operator|405|invalid_request_error",
        "POST|/volumes|local-operator|405|invalid_request_error"
      })
  void refusalsAreInItsOwnWords(String method, String path, String key, int status, String type) {
    // When
    Answer answer = send(key == null ? "" : key, method, path, method.equals("POST") ? "{}" : null);

    // Then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.text("type")).isEqualTo(type);
    assertThat(answer.text("message")).isNotBlank();
  }

  @Test
  void everyFieldThatIsWrongIsNamed() {
    // When
    Answer answer = post("/snapshots", "{\"name\": 7, \"colour\": \"blue\"}");

    // Then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("message")).isEqualTo("Validation Error");
    assertThat(answer.body().path("fields").path("organization").path(0).asText())
        .isEqualTo("required key not provided");
    assertThat(answer.body().path("fields").has("volume_id")).isTrue();
    assertThat(answer.body().path("fields").has("colour")).isTrue();
    assertThat(answer.body().path("fields").has("name")).isTrue();
  }

  @Test
  void anotherOrganizationsNameIsNotOnesToUse() {
    // Given
    TestVolume volume = known(stack.randomVolume(MIB / 4));
    JsonNode own = create(volume, "own");

    // When, Then
    assertThat(
            post("/snapshots", Map.of("name", "n", "organization", OTHER, "volume_id", volume.id()))
                .text("type"))
        .isEqualTo("authorization_required");
    String path = "/snapshots/" + own.path("id").asText();
    assertThat(put("local-operator", path, Map.of("organization", OTHER)).status()).isEqualTo(403);
    assertThat(send("other-operator", "GET", path, null).status()).isEqualTo(404);
    assertThat(send("other-operator", "DELETE", path, null).status()).isEqualTo(404);
    assertThat(put("other-operator", path, Map.of("name", "n")).status()).isEqualTo(404);
  }

  @Test
  void theBaseVolumeIsNullWhenItIsGone() throws Exception {
    // Given
    TestVolume volume = known(stack.randomVolume(MIB / 4));
    String path = "/snapshots/" + create(volume, "left alone").path("id").asText();
    Awaitility.await()
        .until(() -> get(path).body().path("snapshot").path("state").asText(), "available"::equals);

    // When
    java.nio.file.Files.delete(volume.image());

    // Then
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(get(path).body().path("snapshot").get("base_volume").isNull()).isTrue());
    assertThat(get(path).body().path("snapshot").path("size").asLong()).isEqualTo(MIB / 4);
    assertThat(send("local-operator", "DELETE", path, null).status()).isEqualTo(204);
  }

  private TestVolume known(TestVolume volume) {
    Awaitility.await().until(() -> get("/volumes/" + volume.id()).status() == 200);
    return volume;
  }

  private JsonNode create(TestVolume volume, String name) {
    return Api.expect(
            200,
            post(
                "/snapshots",
                Map.of("name", name, "organization", organization(), "volume_id", volume.id())))
        .body()
        .path("snapshot");
  }

  private static String organization() {
    return Example.of("scaleway-create-request.json").body().path("organization").asText();
  }

  private static List<String> ids(Answer list) {
    return StreamSupport.stream(list.body().path("snapshots").spliterator(), false)
        .map(each -> each.path("id").asText())
        .toList();
  }

  private Answer get(String path) {
    return send("local-operator", "GET", path, null);
  }

  private Answer post(String path, Object body) {
    return api.post(path, body, KEY, "local-operator");
  }

  private Answer put(String key, String path, Object body) {
    return api.send("PUT", path, Api.json(body), KEY, key);
  }

  private Answer send(String key, String method, String path, String body) {
    return api.send(
        method,
        path,
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
        key.isEmpty() ? new String[0] : new String[] {KEY, key});
  }
}
