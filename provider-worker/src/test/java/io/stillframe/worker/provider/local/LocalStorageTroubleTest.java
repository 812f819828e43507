package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Real trouble: a file system that is full, one that cannot be written, a block device. It takes
 * root to make them.
 */
@EnabledIf(value = "isRoot", disabledReason = "only root can mount file systems and attach devices")
class LocalStorageTroubleTest {
  @TempDir Path folder;

  private final UUID snapshotId = UUID.randomUUID();
  private Path volumes;
  private Path snapshots;

  @BeforeEach
  void makeFolders() throws IOException {
    volumes = Files.createDirectory(folder.resolve("volumes"));
    snapshots = Files.createDirectory(folder.resolve("snapshots"));
    byte[] content = new byte[16 << 20];
    new Random(1).nextBytes(content);
    Files.write(volumes.resolve("disk.img"), content);
  }

  @AfterEach
  void unmount() throws Exception {
    run(false, "umount", snapshots.toString());
  }

  @Test
  void aFullFileSystemIsAClearProblemAndLeavesNothing() throws Exception {
    // Given
    run(true, "mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", snapshots.toString());
    LocalDriver driver = driver(List.of());

    // When
    create(driver, volumeId(driver));

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(find(driver))
                    .hasValueSatisfying(
                        copy -> {
                          assertThat(copy.status()).isEqualTo(CopyStatus.FAILED);
                          assertThat(copy.problem().is(ProblemType.OUT_OF_SPACE)).isTrue();
                        }));
    assertThat(snapshots.resolve(".staging").resolve(snapshotId.toString()).resolve("image"))
        .doesNotExist();
    driver
        .deleteSnapshot(new CopyRef(snapshotId, null, null))
        .await()
        .atMost(Duration.ofSeconds(5));
    assertThat(find(driver)).isEmpty();
  }

  @Test
  void aFileSystemThatFillsUpInTheMiddleEndsReadingToo() throws Exception {
    // Given
    run(true, "mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", snapshots.toString());
    Path large = volumes.resolve("large.img");
    byte[] content = Files.readAllBytes(volumes.resolve("disk.img"));
    for (int i = 0; i < 16; i++) {
      Files.write(large, content, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    AtomicLong read = new AtomicLong();

    // When
    var copying =
        CompletableFuture.runAsync(
            () -> copy(large, snapshots.resolve("image"), read::set), Thread::startVirtualThread);

    // Then
    assertThat(copying)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .havingRootCause()
        .withMessageContaining("No space left on device");
    assertThat(read.get()).isLessThan(Files.size(large));
  }

  @Test
  void aFileSystemThatCannotBeWrittenIsAClearProblem() throws Exception {
    // Given
    run(true, "mount", "-t", "tmpfs", "-o", "ro", "tmpfs", snapshots.toString());
    LocalDriver driver = driver(List.of());
    String volume = volumeId(driver);

    // When, Then
    Assertions.assertThatThrownBy(() -> create(driver, volume))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure ->
                assertThat(failure.problem().is(ProblemType.STORAGE_PERMISSION_DENIED)).isTrue());
  }

  @Test
  void aBlockDeviceIsAVolumeLikeAnother() throws Exception {
    // Given
    String device = run(true, "losetup", "-f", "--show", volumes.resolve("disk.img").toString());
    try {
      LocalDriver driver = driver(List.of(Path.of(device)));
      String volume =
          driver.listVolumes().await().atMost(Duration.ofSeconds(5)).stream()
              .filter(each -> each.name().equals(Path.of(device).getFileName().toString()))
              .findFirst()
              .orElseThrow()
              .id();

      // When
      create(driver, volume);

      // Then
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> find(driver).filter(copy -> copy.status() == CopyStatus.AVAILABLE).isPresent());
      Path image = snapshots.resolve(snapshotId.toString()).resolve("image");
      assertThat(Files.mismatch(image, volumes.resolve("disk.img"))).isEqualTo(-1);
    } finally {
      run(true, "losetup", "-d", device);
    }
  }

  /** Whoever may write to the folder could have any disk of the machine copied. */
  @Test
  void aDeviceInTheFolderIsNoVolume() throws Exception {
    // Given
    LocalDriver driver = driver(List.of());
    List<String> before = volumes(driver);
    run(true, "mknod", volumes.resolve("zero.img").toString(), "c", "1", "5");
    run(true, "mknod", volumes.resolve("loop.img").toString(), "b", "7", "0");

    // When, Then
    assertThat(volumes(driver)).isEqualTo(before);
  }

  private static List<String> volumes(LocalDriver driver) {
    return driver.listVolumes().await().atMost(Duration.ofSeconds(5)).stream()
        .map(ProviderVolume::id)
        .toList();
  }

  private static void copy(Path source, Path target, ImageCopy.Watch watch) {
    try {
      ImageCopy.copy(source, target, watch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void create(LocalDriver driver, String volume) {
    driver
        .createSnapshot(new NewCopy(snapshotId, "acme", volume, "n", null, Map.of(), false))
        .await()
        .atMost(Duration.ofSeconds(5));
  }

  private Optional<ProviderSnapshot> find(LocalDriver driver) {
    return driver.findByMarker(snapshotId).await().atMost(Duration.ofSeconds(5));
  }

  private static String volumeId(LocalDriver driver) {
    return driver.listVolumes().await().atMost(Duration.ofSeconds(5)).getFirst().id();
  }

  private LocalDriver driver(List<Path> devices) {
    return new LocalDriver(
        new VolumeFolder(volumes, devices),
        CopyFolder.within(volumes),
        new CopyFolder(snapshots),
        Runnable::run,
        Clock.systemUTC());
  }

  /** These programs are for root, and stand where only root's path leads. */
  private static String run(boolean must, String... command) throws Exception {
    List<String> found = new ArrayList<>(List.of("env", "PATH=/usr/sbin:/sbin:/usr/bin:/bin"));
    found.addAll(List.of(command));
    Process process = new ProcessBuilder(found).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor() == 0 || !must).as(output).isTrue();
    return output;
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }
}
