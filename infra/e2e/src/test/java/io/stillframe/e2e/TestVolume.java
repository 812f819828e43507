package io.stillframe.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** A volume of this test alone: an image in the folder of {@code compute-on/test_area}. */
record TestVolume(String id, String name, Path image) {
  static final String PROVIDER = "compute-on";
  static final String ENVIRONMENT = "test_area";
  static final long MIB = 1 << 20;
  private static final int CHUNK = 4 << 20;

  /** An image full of random data. */
  static TestVolume random(Path folder, long bytes) {
    return lay(folder, bytes, 1);
  }

  /** An image of which only one part in 64 is data: long to copy, soon made. */
  static TestVolume sparse(Path folder, long bytes) {
    return lay(folder, bytes, 64);
  }

  /** The members of a create's body that name the volume. */
  Map<String, Object> asTarget() {
    return Map.of("provider", PROVIDER, "environment", ENVIRONMENT, "volumeId", id);
  }

  long size() throws IOException {
    return Files.size(image);
  }

  /** As the system's own tool has it, which needs no warm-up. */
  String sha256() throws IOException {
    Process tool = new ProcessBuilder("sha256sum", image.toString()).start();
    try (BufferedReader output = tool.inputReader()) {
      return output.readLine().split(" ")[0];
    }
  }

  /** Whether {@code other} has the very same bytes. */
  boolean isEqualTo(Path other) throws IOException {
    ByteBuffer mine = ByteBuffer.allocateDirect(CHUNK);
    ByteBuffer others = ByteBuffer.allocateDirect(CHUNK);
    try (FileChannel left = FileChannel.open(image);
        FileChannel right = FileChannel.open(other)) {
      for (long at = 0; at < left.size(); at += mine.limit()) {
        left.read(mine.clear(), at);
        right.read(others.clear(), at);
        if (!mine.flip().equals(others.flip())) {
          return false;
        }
      }
      return left.size() == right.size();
    }
  }

  /** Writes one byte, as a machine that uses the volume would. */
  void write(long position) throws IOException {
    try (FileChannel channel = FileChannel.open(image, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1}), position);
    }
  }

  /** The sidecar first and the image whole, so that nobody sees half a volume. */
  private static TestVolume lay(Path folder, long bytes, int stride) {
    String name = "e2e-" + UUID.randomUUID();
    Path image = folder.resolve(name + ".img");
    Path unfinished = folder.resolve("." + name);
    String id = UUID.randomUUID().toString();
    try {
      Files.writeString(
          folder.resolve(name + ".img.json"),
          "{\"id\": \"%s\", \"name\": \"%s\", \"type\": \"data\"}".formatted(id, name));
      fill(unfinished, bytes, stride);
      Files.move(unfinished, image, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TestVolume(id, name, image);
  }

  private static void fill(Path file, long bytes, int stride) throws IOException {
    SplittableRandom random = new SplittableRandom();
    byte[] chunk = new byte[(int) Math.min(CHUNK, bytes)];
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      for (long at = 0; at < bytes; at += (long) chunk.length * stride) {
        random.nextBytes(chunk);
        int length = (int) Math.min(chunk.length, bytes - at);
        channel.write(ByteBuffer.wrap(chunk, 0, length), at);
      }
      channel.write(ByteBuffer.wrap(new byte[] {7}), bytes - 1);
    }
  }
}
