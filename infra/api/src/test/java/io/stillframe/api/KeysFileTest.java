package io.stillframe.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.Vertx;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeysFileTest {
  private static final String SHA256_OF_SECRET =
      "2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B";
  private static final String KEY =
      """
      stillframe.keys.one.sha256=%s
      stillframe.keys.one.organization=org
      stillframe.keys.one.role=%s
      """;

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final ApiKeys keys = new ApiKeys(Map::of);

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aKeyIsChangedAndRevokedWithoutARestart() throws IOException {
    // Given
    Path file =
        Files.writeString(folder.resolve("keys"), KEY.formatted(SHA256_OF_SECRET, "reader"));
    open(file);
    assertThat(keys.authenticate("secret")).contains(new Caller("one", "org", Role.READER));
    // When
    Files.writeString(file, KEY.formatted(SHA256_OF_SECRET, "admin"));
    // Then
    await(() -> assertThat(keys.authenticate("secret").orElseThrow().role()).isEqualTo(Role.ADMIN));
    // When
    Files.writeString(file, "");
    // Then
    await(() -> assertThat(keys.authenticate("secret")).isEmpty());
  }

  @Test
  void aKeyExpiresWhenItsFileSaysSo() throws IOException {
    // Given
    String line = KEY.formatted(SHA256_OF_SECRET, "reader") + "stillframe.keys.one.expires-at=";
    Path file = Files.writeString(folder.resolve("keys"), line + Instant.now().plusSeconds(3600));
    open(file);
    assertThat(keys.authenticate("secret")).isPresent();
    // When
    Instant end = Instant.now().plusSeconds(4);
    Files.writeString(file, line + end);
    // Then
    await(() -> assertThat(keys.authenticate("secret")).isEmpty());
    assertThat(Instant.now()).isAfterOrEqualTo(end);
  }

  @Test
  void whatCannotBeTakenLeavesTheKeysAsTheyWere() throws IOException {
    // Given
    Path file =
        Files.writeString(folder.resolve("keys"), KEY.formatted(SHA256_OF_SECRET, "reader"));
    open(file);
    // When
    Files.writeString(file, KEY.formatted("no digest", "reader"));
    // Then
    Awaitility.await()
        .during(Duration.ofMillis(2500))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(keys.authenticate("secret")).isPresent());
  }

  @Test
  void whatCannotBeTakenFailsTheStart() throws IOException {
    Path wrong = Files.writeString(folder.resolve("keys"), KEY.formatted("no digest", "reader"));
    assertThatThrownBy(() -> open(wrong)).hasMessageContaining("stillframe.keys.one.sha256");
    assertThatThrownBy(() -> open(folder.resolve("none"))).isInstanceOf(UncheckedIOException.class);
  }

  private void open(Path file) {
    new KeysFile(Optional.of(file), keys, vertx);
  }

  private static void await(org.awaitility.core.ThrowingRunnable assertion) {
    Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(assertion);
  }
}
