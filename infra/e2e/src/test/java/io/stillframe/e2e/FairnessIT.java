package io.stillframe.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.local.Listener;

import static org.assertj.core.api.Assertions.assertThat;

/** One organization with a long queue does not make another wait behind it. */
@SharedStack
@Tag("long")
class FairnessIT {
  private static final String BUSY = "000a115d-2852-4b0a-9ce8-47f1134ba95a";
  private static final String OTHER = "f1350c5d-f1d8-4f9d-b114-6053905578e1";
  private static final int CALLERS = 8;

  /** Four are in the making at once, for three seconds each: three quarters of a minute's work. */
  private static final int QUEUED = 60;

  /**
   * Those that are in the making when another's comes, those beside its own, and as many again in
   * the time in which its end is told.
   */
  private static final int MEANWHILE = 3 * 4;

  private static final String SETTINGS = "/_simulator/settings";

  private final Api cloud;
  private final Api busy;
  private final Api other;
  private String before = "";

  FairnessIT(Stack stack) {
    this.cloud = stack.control(Listener.SCALEWAY);
    this.busy = stack.operator();
    this.other = stack.as("other-operator");
  }

  @BeforeEach
  void slowCloud() {
    before = cloud.get(SETTINGS).text("snapshotDuration");
    copiesTake("PT3S");
  }

  @AfterEach
  void cloudAsItWas() {
    copiesTake(before);
  }

  private void copiesTake(String duration) {
    Answer changed = cloud.send("PUT", SETTINGS, Api.json(Map.of("snapshotDuration", duration)));
    assertThat(changed.status()).isBetween(200, 204);
  }

  @Test
  void anothersSingleCreateIsTakenBeforeTheRestOfAQueue() {
    // Given
    List<String> volumes = IntStream.range(0, 10).mapToObj(i -> volume(BUSY)).toList();
    String single = volume(OTHER);
    awaitListed(busy, volumes);
    awaitListed(other, List.of(single));
    List<Answer> queued =
        Callers.together(
            CALLERS, QUEUED, i -> Api.expect(202, create(busy, volumes.get(i % volumes.size()))));

    // When
    Answer accepted = Api.expect(202, create(other, single));
    long waited = running(queued);
    String status = other.end(accepted).path("status").asText();
    long after = running(queued);

    // Then
    assertThat(status).isEqualTo("succeeded");
    assertThat(after).isGreaterThan(QUEUED / 2);
    assertThat(waited - after).isLessThanOrEqualTo(MEANWHILE);

    // When: what follows is not to wait for it
    queued.forEach(each -> busy.post("/v1/operations/" + each.operationId() + "/cancel", ""));

    // Then
    queued.forEach(each -> assertThat(busy.end(each)).isNotNull());
  }

  private long running(List<Answer> queued) {
    List<String> running =
        Api.expect(200, busy.get("/v1/operations?status=running&limit=1000"))
            .body()
            .findValuesAsText("id");
    return queued.stream().filter(each -> running.contains(each.operationId())).count();
  }

  private static Answer create(Api api, String volume) {
    return api.post("/v1/snapshots", Map.of("provider", "par1", "volumeId", volume));
  }

  private String volume(String organization) {
    String id = UUID.randomUUID().toString();
    Api.expect(
        204,
        cloud.post(
            "/_simulator/volumes",
            Map.of("id", id, "name", id, "organization", organization, "size", 10_000_000_000L)));
    return id;
  }

  private static void awaitListed(Api api, List<String> volumes) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> api.get("/v1/volumes?provider=par1&limit=1000").body().findValuesAsText("id"),
            ids -> ids.containsAll(volumes));
  }
}
