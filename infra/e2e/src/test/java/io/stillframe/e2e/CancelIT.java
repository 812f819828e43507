package io.stillframe.e2e;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** Whoever changes their mind while the copy is made gets rid of it. */
@SharedStack
class CancelIT {
  private final Stack stack;
  private final Api api;
  private final Answer create;
  private final String id;

  CancelIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.create = Api.expect(202, api.create(stack.sparseVolume(3 * 1024 * MIB)));
    this.id = create.snapshotId();
    Awaitility.await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(() -> api.snapshot(id).path("progress").path("percent").asInt() > 0);
  }

  @Test
  void aCancelledCreateLeavesNothing() {
    // When
    Answer answer = api.post("/v1/operations/" + create.operationId() + "/cancel", "");
    // Then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.operationId()).isEqualTo(create.operationId());
    assertThat(api.end(create).path("status").asText()).isEqualTo("cancelled");
    assertGone();
  }

  @Test
  void aDeleteEndsTheCreate() {
    // When
    Answer delete = api.delete("/v1/snapshots/" + id);
    // Then
    assertThat(delete.status()).isEqualTo(202);
    assertThat(api.end(create).path("status").asText()).isEqualTo("cancelled");
    assertThat(api.end(delete).path("status").asText()).isEqualTo("succeeded");
    assertGone();
  }

  @Test
  void aSecondDeleteAnswersTheFirst() {
    // Given
    Answer first = api.delete("/v1/snapshots/" + id);
    // When
    Answer meanwhile = api.delete("/v1/snapshots/" + id);
    api.end(first);
    Answer afterwards = api.delete("/v1/snapshots/" + id);
    // Then
    assertThat(meanwhile.operationId()).isEqualTo(first.operationId()).isNotEmpty();
    assertThat(afterwards.operationId()).isEqualTo(first.operationId());
    assertGone();
  }

  private void assertGone() {
    assertThat(api.get("/v1/snapshots/" + id).status()).isEqualTo(404);
    assertThat(stack.disk().hasNothingOf(id)).isTrue();
  }
}
