package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.Progress;

/**
 * The folder where one copy or new volume is made, named by its marker. All that is known of the
 * work stands in it, so that any process can look at it and stop it; a lock tells whether somebody
 * works there, and ends with its process. Over 200 lines because the lock and the work under it are
 * read together.
 */
final class Workplace {
  private static final String STAGING = ".staging";

  /** Present where whoever works is told to leave nothing. */
  private static final String STOP = "stop";

  /** The workplaces whose lock this process has open. */
  private static final Set<Object> OURS = ConcurrentHashMap.newKeySet();

  /** How the work is, for an onlooker. */
  sealed interface Status {
    /** Somebody works here; without a figure just after the beginning. */
    record Working(@Nullable Progress progress) implements Status {}

    record Failed(Problem problem) implements Status {}

    /** Nobody works here: never begun, or left by a process that died. */
    record Abandoned() implements Status {}
  }

  private final OwnFolders own;
  private final Path folder;

  /**
   * @param own the folders that {@code root} is one of, or stands above
   */
  Workplace(OwnFolders own, Path root, UUID marker) {
    this.own = own;
    this.folder = staging(root).resolve(marker.toString());
  }

  /** Where the workplaces of a root are. */
  static Path staging(Path root) {
    return root.resolve(STAGING);
  }

  Path folder() {
    return folder;
  }

  Path image() {
    return folder.resolve("image");
  }

  /** Begins afresh, alone; empty when somebody works here already. */
  Optional<Shift> enter() throws IOException {
    own.make(folder);
    Optional<Shift> shift =
        lock(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    if (shift.isPresent()) {
      for (String remains :
          new String[] {"image", "manifest.json", "problem.json", STOP, "progress.json"}) {
        Files.deleteIfExists(folder.resolve(remains));
      }
    }
    return shift;
  }

  /**
   * How the work is. Whoever was told to stop may be gone before the one who told him has looked
   * again, so an onlooker who finds the place empty then clears it.
   */
  Status status() throws IOException {
    Optional<Shift> shift;
    try {
      shift = lock(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return new Status.Abandoned();
    }
    if (shift.isEmpty()) {
      return new Status.Working(read("progress.json", Progress.class).orElse(null));
    }
    try (Shift alone = shift.get()) {
      if (Files.exists(folder.resolve(STOP)) && !isEmptied(alone)) {
        return new Status.Working(null);
      }
      return read("problem.json", Problem.class)
          .<Status>map(Status.Failed::new)
          .orElseGet(Status.Abandoned::new);
    }
  }

  /**
   * Tells whoever works here to stop, and clears the folder when nobody does.
   *
   * @return whether the folder is gone
   */
  boolean clear() throws IOException {
    try {
      Optional<Shift> shift =
          lock(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      if (shift.isEmpty()) {
        Files.write(
            folder.resolve(STOP),
            new byte[0],
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
        return false;
      }
      try (Shift alone = shift.get()) {
        return isEmptied(alone);
      }
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  /**
   * Clears the folder, and says whether it is gone: somebody may have left word there meanwhile
   * that whoever works is to stop.
   */
  private static boolean isEmptied(Shift alone) throws IOException {
    try {
      DurableFiles.deleteTree(alone.folder());
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  /**
   * The lock, if nobody has it. To close any channel of a file ends all locks that this process has
   * on it, so it is not even opened while one of our own threads is here.
   */
  private Optional<Shift> lock(OpenOption... options) throws IOException {
    own.require(folder);
    Object place = identity();
    if (!OURS.add(place)) {
      return Optional.empty();
    }
    Optional<Shift> shift = Optional.empty();
    try {
      shift = lock(place, FileChannel.open(folder.resolve("lock"), options));
    } finally {
      if (shift.isEmpty()) {
        OURS.remove(place);
      }
    }
    return shift;
  }

  private Optional<Shift> lock(Object place, FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null
        ? Optional.empty()
        : Optional.of(new Shift(folder, new Held(place, channel)));
  }

  /** The folder itself, by whatever path it is reached. */
  private Object identity() throws IOException {
    Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
    return key == null ? folder.toRealPath() : key;
  }

  /** A lock of this process. */
  private record Held(Object place, FileChannel channel) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try {
        channel.close();
      } finally {
        OURS.remove(place);
      }
    }
  }

  /** Nothing where the folder has gone meanwhile: published, or cleared. */
  private <T> Optional<T> read(String file, Class<T> type) throws IOException {
    try {
      return Optional.of(DurableFiles.readJson(folder.resolve(file), type));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** The time in which one thread works here; closing it lets others in. */
  static final class Shift implements AutoCloseable {
    /** Onlookers want a figure at least once a second. */
    private static final long REPORT_NANOS = 400_000_000;

    private final Path folder;
    private final Held lock;
    private long reportedAt = System.nanoTime() - REPORT_NANOS;

    private Shift(Path folder, Held lock) {
      this.folder = folder;
      this.lock = lock;
    }

    Path folder() {
      return folder;
    }

    /**
     * Says how far the work is.
     *
     * @throws StoppedException if somebody wants it stopped
     */
    void report(long bytes, long totalBytes) throws IOException {
      if (Files.exists(folder.resolve(STOP))) {
        throw new StoppedException();
      }
      long now = System.nanoTime();
      if (now - reportedAt >= REPORT_NANOS) {
        reportedAt = now;
        DurableFiles.writePassing(
            folder.resolve("progress.json"), Progress.reported(bytes, totalBytes));
      }
    }

    /** Leaves nothing but the reason why the work failed. */
    void fail(@Nullable Problem problem) throws IOException {
      Files.deleteIfExists(folder.resolve("image"));
      Files.deleteIfExists(folder.resolve("manifest.json"));
      if (problem != null) {
        DurableFiles.writeJson(folder.resolve("problem.json"), problem);
      }
    }

    @Override
    public void close() throws IOException {
      lock.close();
    }
  }
}
