package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ImageCopyTest {
  @TempDir Path folder;

  @Test
  void readingEndsWithTheWritersProblemWhenTheWriterFails() throws IOException {
    // Given
    byte[] content = new byte[64 << 20];
    new Random(1).nextBytes(content);
    Path source = Files.write(folder.resolve("source"), content);

    // When
    var copying =
        CompletableFuture.runAsync(
            () -> copy(source, folder.resolve("target"), copied -> breakWriter()),
            Thread::startVirtualThread);

    // Then
    assertThat(copying)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(UncheckedIOException.class);
    assertThat(writers()).isZero();
  }

  /**
   * A thread that is interrupted while it writes loses its channel: an error that needs no disk.
   */
  private static void breakWriter() {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("image-writer"))
        .forEach(Thread::interrupt);
  }

  private static long writers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("image-writer"))
        .count();
  }

  private static void copy(Path source, Path target, ImageCopy.Watch watch) {
    try {
      ImageCopy.copy(source, target, watch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
