package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The folders that we make below a configured one. Whoever may write there must not lead us
 * elsewhere: what stands in the place of one of them and is no folder is an error.
 *
 * @param top the configured one, which may be a link
 */
record OwnFolders(Path top) {
  /** Makes the folder and those above it. */
  void make(Path folder) throws IOException {
    Files.createDirectories(top);
    Path each = top;
    for (Path name : below(folder)) {
      each = each.resolve(name);
      try {
        Files.createDirectory(each);
      } catch (FileAlreadyExistsException e) {
        requireFolder(each);
      }
    }
  }

  /**
   * @throws java.nio.file.NoSuchFileException if the folder is not there
   * @throws IOException if it, or one above it, is a link or another thing that is no folder
   */
  void require(Path folder) throws IOException {
    Path each = top;
    for (Path name : below(folder)) {
      each = each.resolve(name);
      requireFolder(each);
    }
  }

  private Iterable<Path> below(Path folder) {
    return folder.equals(top) ? List.of() : top.relativize(folder);
  }

  private static void requireFolder(Path path) throws IOException {
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isDirectory()) {
      throw new IOException(path + " is no folder of ours");
    }
  }
}
