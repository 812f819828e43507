package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.Progress;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.ProviderSnapshot;

/**
 * A place for copies: a folder for each whole one, with its image and manifest, and the workplaces
 * beside them. Over 200 lines because copies, whole and in the making, are looked for and removed
 * together.
 */
final class CopyFolder {
  private static final String MANIFEST = "manifest.json";

  private static final int MOST_TRIES = 100;
  private static final long PAUSE_NANOS = 10_000_000;

  private final OwnFolders own;
  private final Path root;

  /** The folder that is configured. */
  CopyFolder(Path root) {
    this(new OwnFolders(root), root);
  }

  private CopyFolder(OwnFolders own, Path root) {
    this.own = own;
    this.root = root;
  }

  /** One of ours within a folder of volumes, for copies that share the volumes' storage. */
  static CopyFolder within(Path volumes) {
    return new CopyFolder(new OwnFolders(volumes), volumes.resolve(".snapshots"));
  }

  /** Whether a copy was ever made here. Where one was, and this says no, nothing is mounted. */
  boolean isOpen() throws IOException {
    try {
      own.require(Workplace.staging(root));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  Workplace workplace(UUID snapshotId) {
    return new Workplace(own, root, snapshotId);
  }

  /**
   * The copy, whole or in the making. It is looked for twice because it may be published between
   * the looks.
   */
  Optional<ProviderSnapshot> find(UUID snapshotId) throws IOException {
    Optional<ProviderSnapshot> whole = whole(snapshotId);
    if (whole.isPresent()) {
      return whole;
    }
    return switch (workplace(snapshotId).status()) {
      case Workplace.Status.Working working ->
          Optional.of(unfinished(snapshotId, CopyStatus.CREATING, working.progress(), null));
      case Workplace.Status.Failed failed ->
          Optional.of(unfinished(snapshotId, CopyStatus.FAILED, null, failed.problem()));
      case Workplace.Status.Abandoned ignored -> whole(snapshotId);
    };
  }

  /** What a copy says of itself; none of what is no folder, or has no image of ours. */
  Optional<Manifest> manifest(UUID snapshotId) throws IOException {
    if (!Files.isDirectory(home(snapshotId), LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(image(snapshotId), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(DurableFiles.readJson(home(snapshotId).resolve(MANIFEST), Manifest.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  Path image(UUID snapshotId) {
    return home(snapshotId).resolve("image");
  }

  void rewrite(Manifest manifest) throws IOException {
    DurableFiles.writeJson(home(manifest.snapshotId()).resolve(MANIFEST), manifest);
  }

  /** Makes a finished workplace the copy's home, in one step. */
  void publish(Workplace.Shift shift, Manifest manifest) throws IOException {
    DurableFiles.writeJson(shift.folder().resolve(MANIFEST), manifest);
    Path home = home(manifest.snapshotId());
    DurableFiles.move(shift.folder(), home);
    for (String remains : List.of("lock", "stop", "progress.json")) {
      Files.deleteIfExists(home.resolve(remains));
    }
  }

  /**
   * Removes the copy, or has its making stopped. A whole one is first taken out of sight, in one
   * step.
   */
  void remove(UUID snapshotId) throws IOException {
    Workplace workplace = workplace(snapshotId);
    if (Files.isSymbolicLink(home(snapshotId))) {
      Files.delete(home(snapshotId));
    }
    if (workplace.clear() && Files.exists(home(snapshotId))) {
      own.make(Workplace.staging(root));
      DurableFiles.move(home(snapshotId), workplace.folder());
      for (int tries = 0; !workplace.clear(); tries++) {
        // Somebody looks, or has just published it and is about to leave.
        if (tries == MOST_TRIES) {
          throw new IOException("somebody works at " + snapshotId);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  List<ProviderSnapshot> list() throws IOException {
    List<ProviderSnapshot> copies = new ArrayList<>();
    for (UUID snapshotId : markers(root)) {
      find(snapshotId).ifPresent(copies::add);
    }
    for (UUID snapshotId : markers(Workplace.staging(root))) {
      if (!Files.exists(home(snapshotId))) {
        find(snapshotId).ifPresent(copies::add);
      }
    }
    return copies;
  }

  private List<UUID> markers(Path folder) throws IOException {
    try {
      own.require(folder);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> path.getFileName().toString())
          .filter(name -> name.length() == 36)
          .map(UUID::fromString)
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Optional<ProviderSnapshot> whole(UUID snapshotId) throws IOException {
    return manifest(snapshotId)
        .map(
            manifest ->
                new ProviderSnapshot(
                    snapshotId.toString(),
                    null,
                    Optional.of(Marker.of(snapshotId)),
                    manifest.name(),
                    manifest.volumeId(),
                    CopyStatus.AVAILABLE,
                    manifest.sizeBytes(),
                    manifest.storedBytes(),
                    manifest.sha256(),
                    manifest.cutAt(),
                    Progress.reported(manifest.sizeBytes(), manifest.sizeBytes()),
                    null));
  }

  private static ProviderSnapshot unfinished(
      UUID snapshotId, CopyStatus status, @Nullable Progress progress, @Nullable Problem problem) {
    return new ProviderSnapshot(
        snapshotId.toString(),
        null,
        Optional.of(Marker.of(snapshotId)),
        null,
        null,
        status,
        null,
        null,
        null,
        null,
        progress,
        problem);
  }

  private Path home(UUID snapshotId) {
    return root.resolve(snapshotId.toString());
  }
}
