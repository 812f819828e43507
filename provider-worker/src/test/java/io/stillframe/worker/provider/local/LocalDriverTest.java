package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Writable;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProviderVolume;
import io.stillframe.worker.provider.RestoringProviderContract;
import io.stillframe.worker.provider.SnapshotProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class LocalDriverTest extends RestoringProviderContract {
  @TempDir Path folder;

  private Path volumes;
  private Path snapshots;

  @BeforeEach
  void makeFolders() throws IOException {
    volumes = Files.createDirectory(folder.resolve("volumes"));
    snapshots = folder.resolve("snapshots");
  }

  @Override
  protected SnapshotProvider provider() {
    return new LocalDriver(
        new VolumeFolder(volumes, List.of()),
        CopyFolder.within(volumes),
        new CopyFolder(snapshots),
        Runnable::run,
        Clock.systemUTC());
  }

  @Override
  protected String newVolume() {
    return image(5_000_003);
  }

  @Override
  protected String newLargeVolume() {
    return image(600 << 20);
  }

  @Test
  void copiesEveryByteAndTellsItsSha256() throws Exception {
    // Given
    String volume = newVolume();

    // When
    call(provider().createSnapshot(copyOf(volume)));

    // Then
    ProviderSnapshot copy = awaitCopy();
    byte[] content = Files.readAllBytes(pathOf(volume));
    assertThat(snapshots.resolve(snapshotId.toString()).resolve("image")).hasBinaryContent(content);
    assertThat(copy.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    assertThat(names(snapshots.resolve(snapshotId.toString())))
        .containsExactlyInAnyOrder("image", "manifest.json");
  }

  @Test
  void keepsHolesHoles() throws Exception {
    // Given
    String volume = UUID.randomUUID().toString();
    try (RandomAccessFile image = new RandomAccessFile(pathOf(volume).toFile(), "rw")) {
      image.setLength(256 << 20);
      image.seek(100 << 20);
      image.write("in the middle".getBytes());
    }
    sidecar(volume);

    // When
    call(provider().createSnapshot(copyOf(volume)));

    // Then
    ProviderSnapshot copy = awaitCopy();
    Path image = snapshots.resolve(snapshotId.toString()).resolve("image");
    assertThat(Files.mismatch(image, pathOf(volume))).isEqualTo(-1);
    assertThat(copy.storedBytes()).isLessThan(1 << 20);
    assertThat(diskUsageKiB(image)).isLessThan(1 << 10);
  }

  @Test
  void keepsARapidCopyBesideTheVolume() {
    // Given
    String volume = newVolume();

    // When
    call(
        provider()
            .createSnapshot(new NewCopy(snapshotId, "acme", volume, "n", null, Map.of(), true)));

    // Then
    awaitCopy();
    assertThat(volumes.resolve(".snapshots").resolve(snapshotId.toString()).resolve("image"))
        .exists();
    assertThat(call(provider().listVolumes())).hasSize(1);
  }

  @Test
  void restoresByteForByte() throws Exception {
    // Given
    String volume = newVolume();
    call(provider().createSnapshot(copyOf(volume)));
    UUID operation = UUID.randomUUID();

    // When
    call(
        provider()
            .restore(
                new NewVolume(
                    operation, new CopyRef(snapshotId, awaitCopy().id(), null), "../up", "acme")));

    // Then
    awaitVolume(operation);
    Path restored = onlyFileLike(".*-[a-z2-7]{13}\\.img");
    assertThat(Files.mismatch(restored, pathOf(volume))).isEqualTo(-1);
    assertThat(restored.getParent()).isEqualTo(volumes);
    assertThat(names(folder)).containsExactlyInAnyOrder("volumes", "snapshots");
  }

  @Test
  void refusesToRestoreADamagedCopy() throws Exception {
    // Given
    call(provider().createSnapshot(copyOf(newVolume())));
    CopyRef copy = new CopyRef(snapshotId, awaitCopy().id(), null);
    try (RandomAccessFile image =
        new RandomAccessFile(
            snapshots.resolve(snapshotId.toString()).resolve("image").toFile(), "rw")) {
      image.seek(1000);
      image.write(image.read() ^ 1);
    }
    UUID operation = UUID.randomUUID();

    // When
    call(provider().restore(new NewVolume(operation, copy, "damaged", "acme")));

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(call(provider().findRestore(operation)))
                    .hasValueSatisfying(
                        restore -> {
                          assertThat(restore.status()).isEqualTo(CopyStatus.FAILED);
                          assertThat(restore.problem().is(ProblemType.SNAPSHOT_CORRUPT)).isTrue();
                        }));
    assertThat(call(provider().listVolumes())).hasSize(1);
  }

  @Test
  void reportsAnImageThatIsRemovedWhileItIsCopied() throws Exception {
    // Given
    String volume = newLargeVolume();
    call(provider().createSnapshot(copyOf(volume)));
    awaitProgress();

    // When
    Files.delete(pathOf(volume));

    // Then
    awaitFailure(ProblemType.VOLUME_NOT_FOUND);
    assertNothingButTheReasonIsLeft();
  }

  /** Which volumes there are is not known while their folder is away. */
  @Test
  void doesNotTakeAVolumeForGoneWhenItsFolderIsAway() throws Exception {
    // Given
    call(provider().createSnapshot(copyOf(newLargeVolume())));
    awaitProgress();

    // When
    Path away = Files.move(volumes, folder.resolve("away"));
    await().until(() -> new CopyFolder(snapshots).find(snapshotId), LocalDriverTest::isFailed);

    // Then
    Files.move(away, volumes);
    awaitFailure(ProblemType.PROVIDER_UNAVAILABLE);
  }

  /** What nothing is mounted at has no copies; none of them is gone for that. */
  @ParameterizedTest
  @CsvSource({"false, true", "false, false", "true, true", "true, false"})
  void noCopyIsGoneWhileItsFolderIsAway(boolean rapid, boolean isMountPoint) throws Exception {
    // Given
    call(
        provider()
            .createSnapshot(
                new NewCopy(snapshotId, "acme", newVolume(), "n", null, Map.of(), rapid)));
    Path storage = rapid ? volumes : snapshots;
    String id = awaitCopy().id();
    CopyRef copy = new CopyRef(snapshotId, id, null);

    // When
    Path away = Files.move(storage, folder.resolve("away"));
    if (isMountPoint) {
      Files.createDirectory(storage);
    }

    // Then
    SnapshotProvider driver = provider();
    for (Uni<?> each :
        List.of(
            driver.getSnapshot(copy),
            driver.getCopy(id),
            driver.updateSnapshot(copy, new Writable("new", null, Map.of(), "acme")),
            driver.restore(new NewVolume(UUID.randomUUID(), copy, "again", "acme")),
            driver.deleteCopy(id),
            driver.deleteSnapshot(copy))) {
      assertThatThrownBy(() -> call(each))
          .isInstanceOfSatisfying(
              ProviderException.class,
              failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE));
    }

    // When
    Files.deleteIfExists(storage);
    Files.move(away, storage);

    // Then
    assertThat(call(driver.getCopy(id))).isPresent();
    call(driver.deleteSnapshot(copy));
    assertThat(call(driver.getCopy(id))).isEmpty();
  }

  private static boolean isFailed(Optional<ProviderSnapshot> copy) {
    return copy.filter(each -> each.status() == CopyStatus.FAILED).isPresent();
  }

  @Test
  void reportsAnImageThatChangesWhileItIsCopied() throws Exception {
    // Given
    String volume = newLargeVolume();
    call(provider().createSnapshot(copyOf(volume)));
    awaitProgress();

    // When
    try (RandomAccessFile image = new RandomAccessFile(pathOf(volume).toFile(), "rw")) {
      image.seek(17);
      image.write(1);
    }

    // Then
    awaitFailure(ProblemType.VOLUME_CHANGED);
    assertNothingButTheReasonIsLeft();
  }

  @Test
  void startsOverWhereAProcessDiedInTheMiddle() throws Exception {
    // Given
    String volume = newVolume();
    Path remains =
        Files.createDirectories(snapshots.resolve(".staging").resolve(snapshotId.toString()));
    Files.write(remains.resolve("image"), new byte[1000]);
    Files.write(remains.resolve("lock"), new byte[0]);
    Files.writeString(remains.resolve("progress.json"), "{}");

    // When
    assertThat(call(provider().findByMarker(snapshotId))).isEmpty();
    call(provider().createSnapshot(copyOf(volume)));

    // Then
    awaitCopy();
    Path image = snapshots.resolve(snapshotId.toString()).resolve("image");
    assertThat(Files.mismatch(image, pathOf(volume))).isEqualTo(-1);
    assertThat(names(snapshots.resolve(".staging"))).isEmpty();
  }

  @Test
  void discardsASidecarWhoseImageNeverCame() throws Exception {
    // Given
    UUID operation = UUID.randomUUID();
    String volume = newVolume();
    Files.writeString(
        volumes.resolve("new-abcdefghijklm.img.json"),
        "{\"name\":\"new\",\"restoredBy\":\"" + operation + "\"}");

    // When
    call(provider().discardRestore(operation));

    // Then
    assertThat(names(volumes)).containsExactlyInAnyOrder(volume + ".img", volume + ".img.json");
  }

  @Test
  void aBrokenSidecarOfAnotherVolumeDoesNotStopAClearing() throws Exception {
    // Given
    UUID operation = UUID.randomUUID();
    Files.writeString(volumes.resolve("another.img.json"), "{\"organization\":\"other\"");
    Files.writeString(
        volumes.resolve("new-abcdefghijklm.img.json"), "{\"restoredBy\":\"" + operation + "\"}");

    // When
    call(provider().discardRestore(operation));

    // Then
    assertThat(names(volumes)).containsExactly("another.img.json");
  }

  @Test
  void doesNotGuessWhoseAVolumeWithABrokenSidecarIs() throws Exception {
    // Given
    String volume = newVolume();
    Files.writeString(volumes.resolve(volume + ".img.json"), "{\"organization\":\"other\"");

    // When, Then
    assertThat(call(provider().listVolumes())).isEmpty();
    assertThatThrownBy(() -> call(provider().getVolume(volume)))
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE));
  }

  @Test
  void listsNothingFromOutsideTheFolder() throws Exception {
    // Given
    Path outside = Files.write(folder.resolve("outside.img"), new byte[10]);
    Files.createSymbolicLink(volumes.resolve("link.img"), outside);
    Files.createLink(volumes.resolve("hard-link.img"), outside);
    pipe("pipe.img");

    // When, Then
    assertThat(call(provider().listVolumes())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hard link", "symbolic link", "pipe"})
  void copiesNothingFromOutsideTheFolderThatCameInTheImagesPlace(String kind) throws Exception {
    // Given
    String volume = newVolume();
    Path outside = Files.write(folder.resolve("outside.img"), new byte[10]);
    CopyFolder copies = new CopyFolder(snapshots);
    CopyWork work = new CopyWork(pathOf(volume), copyOf(volume), copies, Clock.systemUTC());
    Files.delete(pathOf(volume));
    switch (kind) {
      case "hard link" -> Files.createLink(pathOf(volume), outside);
      case "symbolic link" -> Files.createSymbolicLink(pathOf(volume), outside);
      default -> pipe(pathOf(volume).getFileName().toString());
    }

    // When, Then
    try (Workplace.Shift shift = copies.workplace(snapshotId).enter().orElseThrow()) {
      assertThatThrownBy(() -> work.run(shift))
          .isInstanceOfSatisfying(
              ProviderException.class,
              failure -> assertThat(failure.problem().is(ProblemType.VOLUME_NOT_FOUND)).isTrue());
    }
    assertThat(snapshots.resolve(snapshotId.toString())).doesNotExist();
  }

  /** A pipe keeps its reader waiting, a device never ends, and a large file fills the memory. */
  @Test
  void aSidecarThatIsNoFileOfOursKeepsNobody() throws Exception {
    // Given
    String volume = newVolume();
    for (String each : List.of("a", "b", "c", "d")) {
      Files.write(volumes.resolve(each + ".img"), new byte[10]);
    }
    pipe("a.img.json");
    Files.createSymbolicLink(volumes.resolve("b.img.json"), Path.of("/dev/zero"));
    Files.createSymbolicLink(
        volumes.resolve("c.img.json"), Files.writeString(folder.resolve("c.json"), "{}"));
    try (RandomAccessFile large =
        new RandomAccessFile(volumes.resolve("d.img.json").toFile(), "rw")) {
      large.setLength(8L << 30);
    }

    // When, Then
    assertThat(call(provider().listVolumes()))
        .extracting(ProviderVolume::id)
        .containsExactly(volume);
  }

  @Test
  void writesNothingThroughALink() throws Exception {
    // Given
    call(provider().createSnapshot(copyOf(newVolume())));
    CopyRef copy = new CopyRef(snapshotId, awaitCopy().id(), null);
    Path precious = Files.writeString(folder.resolve("precious"), "precious");
    Path home = snapshots.resolve(snapshotId.toString());
    Files.createSymbolicLink(home.resolve(".manifest.json.new"), precious);

    // When
    call(provider().updateSnapshot(copy, new Writable("renamed", null, Map.of(), organization())));

    // Then
    assertThat(precious).hasContent("precious");
    assertThat(call(provider().listSnapshots()))
        .extracting(ProviderSnapshot::name)
        .containsExactly("renamed");
  }

  @ParameterizedTest
  @ValueSource(strings = {".snapshots", ".snapshots/.staging"})
  void makesNoCopyBehindALink(String link) throws Exception {
    // Given
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.createDirectories(volumes.resolve(link).getParent());
    Files.createSymbolicLink(volumes.resolve(link), elsewhere);
    NewCopy rapid = new NewCopy(snapshotId, "acme", newVolume(), "n", null, Map.of(), true);

    // When, Then
    assertThatThrownBy(() -> call(provider().createSnapshot(rapid)))
        .isInstanceOf(ProviderException.class);
    assertThat(elsewhere).isEmptyDirectory();
  }

  /** A pipe would keep its reader waiting, and a link shows what is not ours. */
  @Test
  void whatSomebodyPutBesideTheCopiesIsNone() throws Exception {
    // Given
    call(provider().createSnapshot(copyOf(newVolume())));
    awaitCopy();
    Path home = snapshots.resolve(snapshotId.toString());
    Path elsewhere = folder.resolve("elsewhere");
    new ProcessBuilder("cp", "-r", home.toString(), elsewhere.toString()).start().waitFor();
    Files.createSymbolicLink(snapshots.resolve(UUID.randomUUID().toString()), elsewhere);
    Path planted = Files.createDirectory(snapshots.resolve(UUID.randomUUID().toString()));
    Files.copy(home.resolve("manifest.json"), planted.resolve("manifest.json"));
    new ProcessBuilder("mkfifo", planted.resolve("image").toString()).start().waitFor();

    // When, Then
    assertThat(call(provider().listSnapshots()))
        .extracting(ProviderSnapshot::id)
        .containsExactly(snapshotId.toString());
  }

  @Test
  void givesAnImageWithoutSidecarAnIdOfItsPath() throws Exception {
    // Given
    Files.write(volumes.resolve("my disk.img"), new byte[10]);

    // When
    var first = call(provider().listVolumes()).getFirst();

    // Then
    assertThat(UUID.fromString(first.id()).version()).isEqualTo(5);
    assertThat(first.name()).isEqualTo("my disk");
    assertThat(call(provider().listVolumes())).containsExactly(first);
  }

  private void pipe(String name) throws Exception {
    new ProcessBuilder("mkfifo", volumes.resolve(name).toString()).start().waitFor();
  }

  private void awaitProgress() {
    await()
        .until(
            () ->
                call(provider().findByMarker(snapshotId))
                    .filter(copy -> copy.progress() != null && copy.progress().bytes() > 0)
                    .isPresent());
  }

  private void awaitFailure(ProblemType type) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(call(provider().findByMarker(snapshotId)))
                    .hasValueSatisfying(
                        copy -> {
                          assertThat(copy.status()).isEqualTo(CopyStatus.FAILED);
                          assertThat(copy.problem().is(type)).isTrue();
                        }));
  }

  private void assertNothingButTheReasonIsLeft() throws IOException {
    assertThat(snapshots.resolve(snapshotId.toString())).doesNotExist();
    assertThat(names(snapshots.resolve(".staging").resolve(snapshotId.toString())))
        .doesNotContain("image", "manifest.json");
  }

  private String image(int size) {
    try {
      String id = UUID.randomUUID().toString();
      byte[] block = new byte[1 << 20];
      new Random(size).nextBytes(block);
      try (RandomAccessFile image = new RandomAccessFile(pathOf(id).toFile(), "rw")) {
        for (int left = size; left > 0; left -= block.length) {
          image.write(block, 0, Math.min(left, block.length));
        }
      }
      sidecar(id);
      return id;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void sidecar(String id) throws IOException {
    Files.writeString(volumes.resolve(id + ".img.json"), "{\"id\":\"" + id + "\"}");
  }

  private Path pathOf(String volume) {
    return volumes.resolve(volume + ".img");
  }

  private Path onlyFileLike(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(volumes)) {
      return files
          .filter(file -> file.getFileName().toString().matches(pattern))
          .reduce(
              (a, b) -> {
                throw new AssertionError(a + " and " + b);
              })
          .orElseThrow();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static long diskUsageKiB(Path file) throws Exception {
    Process du = new ProcessBuilder("du", "-k", file.toString()).start();
    return Long.parseLong(new String(du.getInputStream().readAllBytes()).split("\\s")[0]);
  }
}
