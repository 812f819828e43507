package io.stillframe.e2e;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.stillframe.e2e.BadBodyIT.assertProblem;
import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may do what: without a key nothing, and nothing with what belongs to somebody else. */
@SharedStack
class KeysIT {
  private final Stack stack;
  private final Api owner;
  private final Api stranger;
  private final TestVolume volume;
  private String snapshotId;
  private String operationId;

  KeysIT(Stack stack) {
    this.stack = stack;
    this.owner = stack.operator();
    this.stranger = stack.as("other-operator");
    this.volume = stack.randomVolume(MIB / 4);
  }

  @BeforeEach
  void aSnapshot() {
    JsonNode operation = owner.end(owner.create(volume));
    operationId = operation.path("id").asText();
    snapshotId = operation.path("snapshotId").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/snapshots",
    "GET, /v1/snapshots/{s}",
    "GET, /v1/snapshots/{s}/timeline",
    "GET, /v1/operations",
    "GET, /v1/operations/{o}",
    "GET, /v1/volumes",
    "GET, /v1/providers",
    "POST, /v1/snapshots",
    "PATCH, /v1/snapshots/{s}",
    "DELETE, /v1/snapshots/{s}",
    "POST, /v1/snapshots/{s}/restore",
    "POST, /v1/operations/{o}/cancel",
    "GET, /v1/no-such-thing"
  })
  void nothingIsToldWithoutAKey(String method, String path) {
    for (String key : new String[] {"", "local-operato", "local-operator2"}) {
      // When
      Answer answer = send(stack.as(key), method, path, snapshotId, operationId);
      // Then
      assertProblem(answer, 401, "unauthenticated");
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/snapshots",
    "PATCH, /v1/snapshots/{s}",
    "DELETE, /v1/snapshots/{s}",
    "POST, /v1/snapshots/{s}/restore",
    "POST, /v1/operations/{o}/cancel"
  })
  void aReaderChangesNothing(String method, String path) {
    // When
    Answer answer = send(stack.as("local-reader"), method, path, snapshotId, operationId);
    // Then
    assertProblem(answer, 403, "forbidden");
    assertThat(stack.as("local-reader").snapshot(snapshotId).path("version"))
        .isEqualTo(owner.snapshot(snapshotId).path("version"));
  }

  @Test
  void aStrangersListsAreEmpty() {
    assertThat(items("/v1/snapshots?volumeId=" + volume.id())).isEmpty();
    assertThat(items("/v1/operations?snapshotId=" + snapshotId)).isEmpty();
    assertThat(items("/v1/volumes?provider=compute-on")).isEmpty();
  }

  /** The command service says so if it has heard of the volume, else the worker does. */
  @Test
  void aStrangerCannotCopyTheVolume() {
    // When
    Answer answer = stranger.create(volume, Map.of("name", "theft"));
    JsonNode problem = answer.status() == 404 ? answer.body() : failed(answer);
    // Then
    assertThat(problem.path("type").asText()).isEqualTo("urn:stillframe:problem:volume-not-found");
    assertThat(stack.disk().copies())
        .filteredOn(copy -> copy.volumeId().equals(volume.id()))
        .extracting(Disk.Copy::snapshotId)
        .containsExactly(snapshotId);
  }

  private JsonNode failed(Answer accepted) {
    JsonNode operation = stranger.end(accepted);
    assertThat(operation.path("status").asText()).isEqualTo("failed");
    assertThat(stack.disk().hasNothingOf(operation.path("snapshotId").asText())).isTrue();
    return operation.path("problem");
  }

  private JsonNode items(String path) {
    return Api.expect(200, stranger.get(path)).body().path("items");
  }

  private Answer send(Api api, String method, String path, String snapshot, String operation) {
    String body =
        switch (method + " " + path) {
          case "POST /v1/snapshots" ->
              "{\"provider\":\"compute-on\",\"environment\":\"test_area\",\"volumeId\":\"%s\"}"
                  .formatted(volume.id());
          case "POST /v1/operations/{o}/cancel" -> "";
          default -> "{\"name\":\"x\"}";
        };
    return api.send(
        method,
        path.replace("{s}", snapshot).replace("{o}", operation),
        method.equals("GET") || method.equals("DELETE")
            ? BodyPublishers.noBody()
            : BodyPublishers.ofString(body));
  }
}
