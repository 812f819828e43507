package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import io.stillframe.local.LocalKey;
import io.stillframe.local.Service;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys come, change and go by their file, at every process, while all of them run. */
@SharedStack
@DisabledIfSystemProperty(
    named = "stillframe.cluster",
    matches = "true",
    disabledReason = "a cluster takes minutes until its pods see a Secret's change")
class KeysFileIT {
  private static final Duration SOON = Duration.ofSeconds(15);

  /** Two of each service may answer in turn. */
  private static final int IN_A_ROW = 6;

  private final Stack stack;
  private final String key = "key-" + UUID.randomUUID();
  private final Api caller;

  KeysFileIT(Stack stack) {
    this.stack = stack;
    this.caller = stack.as(key);
  }

  @AfterEach
  void forget() throws IOException {
    Files.writeString(stack.keysFile(), "");
  }

  @Test
  void aKeyIsAddedChangedAndRevokedWithoutARestart() throws IOException {
    // Given
    List<OptionalLong> processes = processes();
    awaitAnswers(401, 401);

    // When, Then
    write("reader");
    awaitAnswers(200, 403);
    write("operator");
    awaitAnswers(200, 404);
    forget();
    awaitAnswers(401, 401);
    assertThat(processes()).isEqualTo(processes);
  }

  @Test
  void aKeyExpiresAtItsTime() throws IOException {
    // Given
    write("operator");
    awaitAnswers(200, 404);

    // When
    Instant end = Instant.now().plusSeconds(4);
    write("operator", "stillframe.keys." + key + ".expires-at=" + end);

    // Then
    awaitAnswers(401, 401);
    assertThat(Instant.now()).isAfterOrEqualTo(end);
  }

  @Test
  void whatCannotBeReadLeavesTheKeysAsTheyWere() throws IOException {
    // Given
    write("operator");
    awaitAnswers(200, 404);

    // When
    write("emperor");

    // Then
    Awaitility.await()
        .during(Duration.ofSeconds(3))
        .atMost(SOON)
        .untilAsserted(() -> assertAnswers(200, 404));
  }

  private void awaitAnswers(int reading, int writing) {
    Awaitility.await().atMost(SOON).untilAsserted(() -> assertAnswers(reading, writing));
  }

  /** What both services say, whichever of their processes answers. */
  private void assertAnswers(int reading, int writing) {
    for (int i = 0; i < IN_A_ROW; i++) {
      assertThat(caller.get("/v1/snapshots").status()).isEqualTo(reading);
      assertThat(caller.delete("/v1/snapshots/" + UUID.randomUUID()).status()).isEqualTo(writing);
    }
  }

  private List<OptionalLong> processes() {
    return Arrays.stream(Service.values()).map(stack.running()::pid).toList();
  }

  private void write(String role, String... more) throws IOException {
    List<String> lines = new ArrayList<>(new LocalKey(key, "passing", role).lines());
    lines.addAll(List.of(more));
    Files.write(stack.keysFile(), lines);
  }
}
