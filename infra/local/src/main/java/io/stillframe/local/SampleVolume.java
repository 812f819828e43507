package io.stillframe.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * A volume to try things on.
 *
 * @param instanceName of the machine it is attached to, if any
 * @param bytes its size
 * @param stride the distance between two MiB of content in MiB: 1 for an image without holes
 */
record SampleVolume(
    String id, String name, String type, @Nullable String instanceName, long bytes, int stride) {
  private static final int MIB = 1 << 20;

  /**
   * Puts the image and its sidecar into a directory. The image comes last and whole, so that
   * whoever watches the directory sees neither half an image nor one without its name.
   */
  void layOut(Path directory) throws IOException {
    Path image = directory.resolve(name.replace(' ', '-') + ".img");
    publish(
        image.resolveSibling(image.getFileName() + ".json"),
        file -> Files.writeString(file, sidecar()));
    publish(image, this::writeImage);
  }

  private String sidecar() {
    String instance = instanceName == null ? "" : ",\n  \"instanceName\": \"" + instanceName + "\"";
    return """
    {
      "id": "%s",
      "name": "%s",
      "type": "%s"%s
    }
    """
        .formatted(id, name, type, instance);
  }

  /** The same content at every start of every installation, so that checksums can be compared. */
  private void writeImage(Path file) throws IOException {
    Random random = new Random(id.hashCode());
    byte[] content = new byte[MIB];
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      for (long offset = 0; offset < bytes; offset += (long) stride * MIB) {
        random.nextBytes(content);
        writeAt(channel, offset, content);
      }
      writeAt(channel, bytes - 1, new byte[1]);
    }
  }

  private static void writeAt(FileChannel channel, long offset, byte[] content) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    while (buffer.hasRemaining()) {
      channel.write(buffer, offset + buffer.position());
    }
  }

  /** The leading dot keeps the unfinished file from being taken for a volume. */
  private static void publish(Path target, Writing writing) throws IOException {
    Path unfinished = target.resolveSibling("." + target.getFileName() + ".part");
    writing.to(unfinished);
    Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private interface Writing {
    void to(Path file) throws IOException;
  }
}
