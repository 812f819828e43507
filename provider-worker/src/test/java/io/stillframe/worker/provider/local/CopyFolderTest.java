package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ProviderSnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/** What onlookers see of a copy while it is made. */
class CopyFolderTest {
  private static final int COPIES = 300;

  @TempDir Path root;

  @Test
  void whoeverLooksInTheMomentOfItsPublicationSeesItInTheMakingOrWhole() throws Exception {
    CopyFolder copies = new CopyFolder(root);
    for (int i = 0; i < COPIES; i++) {
      // Given
      UUID snapshotId = UUID.randomUUID();
      Workplace.Shift shift = copies.workplace(snapshotId).enter().orElseThrow();
      Files.write(shift.folder().resolve("image"), new byte[] {1});
      shift.report(1, 1);

      // When
      CompletableFuture<Void> published =
          CompletableFuture.runAsync(() -> publish(copies, shift, snapshotId));

      // Then
      while (!published.isDone()) {
        assertThat(copies.find(snapshotId))
            .map(ProviderSnapshot::status)
            .isIn(Optional.of(CopyStatus.CREATING), Optional.of(CopyStatus.AVAILABLE));
      }
      published.join();
      assertThat(copies.find(snapshotId).orElseThrow().status()).isEqualTo(CopyStatus.AVAILABLE);
    }
  }

  @Test
  void twoMayRemoveWhatAThirdHasLeft() throws Exception {
    CopyFolder copies = new CopyFolder(root);
    for (int i = 0; i < COPIES; i++) {
      // Given
      UUID snapshotId = UUID.randomUUID();
      Workplace workplace = copies.workplace(snapshotId);
      workplace.enter().orElseThrow().close();
      Files.write(workplace.image(), new byte[] {1});

      // When
      CompletableFuture<Void> other = CompletableFuture.runAsync(() -> clear(workplace));
      clear(workplace);
      other.join();

      // Then
      while (!workplace.clear()) {
        // The last of them may have been told to stop when it had gone.
      }
      assertThat(workplace.folder()).doesNotExist();
    }
  }

  private static void clear(Workplace workplace) {
    try {
      workplace.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void publish(CopyFolder copies, Workplace.Shift shift, UUID snapshotId) {
    try (shift) {
      copies.publish(
          shift,
          new Manifest(snapshotId, "volume", "name", null, Map.of(), 1, 1, "hash", Instant.EPOCH));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
