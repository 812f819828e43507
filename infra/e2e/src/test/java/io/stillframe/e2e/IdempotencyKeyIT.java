package io.stillframe.e2e;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** A caller that does not know whether its request arrived sends it again with the same key. */
@SharedStack
class IdempotencyKeyIT {
  private static final int CALLERS = 16;

  private final Api api;
  private final TestVolume volume;
  private final String key = UUID.randomUUID().toString();

  IdempotencyKeyIT(Stack stack) {
    this.api = stack.operator();
    this.volume = stack.randomVolume(MIB);
  }

  @Test
  void theSameRequestHasTheSameAnswer() {
    // Given
    Answer first = create(Map.of("description", "a"));
    api.end(first);
    // When
    Answer again = create(Map.of("description", "a"));
    // Then
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.header("Location")).isEqualTo(first.header("Location")).isNotEmpty();
    assertThat(again.operationId()).isEqualTo(first.operationId());
    assertThat(again.snapshotId()).isEqualTo(first.snapshotId());
    assertThat(snapshots()).containsExactly(first.snapshotId());
  }

  @Test
  void anotherRequestWithTheKeyIsRefused() {
    // Given
    Answer first = Api.expect(202, create(Map.of("description", "a")));
    // When
    Answer other = create(Map.of("description", "b"));
    // Then
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("type")).isEqualTo("urn:stillframe:problem:idempotency-key-reused");
    api.end(first);
    assertThat(snapshots()).containsExactly(first.snapshotId());
  }

  @Test
  void callersAtOnceMakeOneSnapshot() {
    // When
    List<Answer> answers =
        Callers.together(CALLERS, 3 * CALLERS, caller -> create(Map.of("description", "a")));
    // Then
    assertThat(answers).extracting(Answer::status).contains(202).isSubsetOf(202, 409);
    List<Answer> accepted = answers.stream().filter(each -> each.status() == 202).toList();
    assertThat(accepted.stream().map(Answer::operationId).distinct()).hasSize(1);
    assertThat(answers.stream().filter(each -> each.status() == 409))
        .allSatisfy(
            each ->
                assertThat(each.text("type"))
                    .isEqualTo("urn:stillframe:problem:request-in-progress"));
    api.end(accepted.getFirst());
    assertThat(snapshots()).containsExactly(accepted.getFirst().snapshotId());
  }

  private Answer create(Map<String, String> more) {
    return api.create(volume, more, "Idempotency-Key", key);
  }

  private List<String> snapshots() {
    return api.get("/v1/snapshots?volumeId=" + volume.id())
        .body()
        .path("items")
        .findValuesAsText("id");
  }
}
