package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.stillframe.contract.ContractJson;
import io.stillframe.worker.provider.ProviderJson;

/** File operations that a crash leaves either done or not begun. */
final class DurableFiles {
  private static final int LARGEST_JSON = 1 << 20;

  private DurableFiles() {}

  /** Writes a JSON file so that readers see the old content or the new, whole. */
  static void writeJson(Path file, Object value) throws IOException {
    Path aside = freshBeside(file);
    try (FileChannel channel =
        FileChannel.open(aside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(ContractJson.MAPPER.writeValueAsBytes(value));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    move(aside, file);
  }

  /**
   * Reads a JSON file.
   *
   * @throws IOException also if it is a link, a pipe, a device or larger than any of ours: whoever
   *     may write to a folder of volumes must not lead us elsewhere, or keep us
   */
  static <T> T readJson(Path file, Class<T> type) throws IOException {
    BasicFileAttributes found =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile() || found.size() > LARGEST_JSON) {
      throw new IOException("no JSON file of ours");
    }
    try (InputStream bytes = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return ProviderJson.MAPPER.readValue(bytes.readNBytes(LARGEST_JSON), type);
    }
  }

  /**
   * Writes a JSON file that need not outlive a power failure; readers see the old content or the
   * new, whole.
   */
  static void writePassing(Path file, Object value) throws IOException {
    Path aside = freshBeside(file);
    Files.write(
        aside,
        ContractJson.MAPPER.writeValueAsBytes(value),
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE);
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * What is left there of a write that was cut short, or a link that leads elsewhere, is removed.
   */
  private static Path freshBeside(Path file) throws IOException {
    Path aside = file.resolveSibling("." + file.getFileName() + ".new");
    Files.deleteIfExists(aside);
    return aside;
  }

  /** Renames, replacing a file that is there, and syncs the folder that now holds the name. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(parent(to));
  }

  /** Makes the names in a folder durable. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Removes a folder and what is in it; nothing when it is not there. Links are removed, never
   * followed.
   */
  static void deleteTree(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
    sync(parent(folder));
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.toAbsolutePath().getParent());
  }
}
