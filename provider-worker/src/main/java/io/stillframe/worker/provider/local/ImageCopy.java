package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Copies an image byte for byte: one thread reads and hashes, another writes what is not zero, so
 * that holes stay holes and zeros become ones. The hash covers the whole content, holes as zeros.
 * Over 200 lines because the two threads and what each does when the other fails are read together.
 */
final class ImageCopy {
  private static final int BUFFER_BYTES = 4 << 20;
  private static final int BUFFERS = 3;

  /** The unit of holes: smaller ones save nothing on common file systems. */
  private static final int BLOCK_BYTES = 64 << 10;

  /** Told after each buffer; throws to stop the copy. */
  @FunctionalInterface
  interface Watch {
    void copied(long bytes) throws IOException;
  }

  /**
   * @param storedBytes written, without holes
   */
  record Result(long sizeBytes, long storedBytes, String sha256) {}

  private record Chunk(ByteBuffer buffer, long position) {}

  /** With room for what wakes a reader, also when every buffer is free. */
  private final BlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(BUFFERS + 1);

  private final BlockingQueue<Chunk> filled = new ArrayBlockingQueue<>(BUFFERS + 1);
  private static final Chunk END = new Chunk(ByteBuffer.allocate(0), -1);

  private ImageCopy() {}

  /**
   * Copies all of {@code source}, a file or a block device, to {@code target}, which must not
   * exist, and syncs it.
   */
  static Result copy(Path source, Path target, Watch watch) throws IOException {
    return new ImageCopy().run(source, target, watch);
  }

  /** The hash of an image, as {@link #copy} computes it. */
  static String sha256(Path image, Watch watch) throws IOException {
    MessageDigest digest = newDigest();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    try (FileChannel channel =
        FileChannel.open(image, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      for (long done = 0; channel.read(buffer.clear()) >= 0; done += buffer.limit()) {
        digest.update(buffer.flip());
        watch.copied(done + buffer.limit());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private Result run(Path source, Path target, Watch watch) throws IOException {
    // A link that somebody has put there would lead elsewhere.
    Files.createFile(target);
    try (Arena arena = Arena.ofShared();
        FileChannel from =
            FileChannel.open(source, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        RandomAccessFile to = new RandomAccessFile(target.toFile(), "rw")) {
      for (int i = 0; i < BUFFERS; i++) {
        free.add(arena.allocate(BUFFER_BYTES).asByteBuffer());
      }
      long size = from.size();
      to.setLength(size);
      FutureTask<Long> writer = new FutureTask<>(() -> write(to.getChannel()));
      Thread thread = Thread.ofPlatform().name("image-writer").start(writer);
      String sha256;
      try {
        sha256 = read(from, size, watch);
      } finally {
        filled.add(END);
        join(thread);
      }
      long stored = written(writer);
      to.getChannel().force(true);
      return new Result(size, stored, sha256);
    }
  }

  private String read(FileChannel from, long size, Watch watch) throws IOException {
    MessageDigest digest = newDigest();
    long position = 0;
    while (position < size) {
      ByteBuffer buffer = take(free);
      if (buffer.capacity() == 0) {
        break; // The writer failed; the caller asks it why.
      }
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, size - position));
      while (buffer.hasRemaining()) {
        if (from.read(buffer, position + buffer.position()) < 0) {
          throw new VolumeChangedException("it became shorter");
        }
      }
      digest.update(buffer.flip());
      filled.add(new Chunk(buffer.rewind(), position));
      position += buffer.limit();
      watch.copied(position);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private long write(FileChannel to) throws IOException {
    MemorySegment zeros = MemorySegment.ofBuffer(ByteBuffer.allocateDirect(BLOCK_BYTES));
    long stored = 0;
    try {
      for (Chunk chunk = take(filled); chunk != END; chunk = take(filled)) {
        stored += writeNonZero(to, chunk, zeros);
        free.add(chunk.buffer());
      }
      return stored;
    } finally {
      free.add(
          ByteBuffer.allocate(0)); // Wakes a reader that waits for a buffer after a failure here.
    }
  }

  private static long writeNonZero(FileChannel to, Chunk chunk, MemorySegment zeros)
      throws IOException {
    ByteBuffer buffer = chunk.buffer();
    int end = buffer.limit();
    MemorySegment content = MemorySegment.ofBuffer(buffer);
    long stored = 0;
    for (int start = 0; start < end; ) {
      int length = Math.min(BLOCK_BYTES, end - start);
      if (isZero(content, start, length, zeros)) {
        start += length;
        continue;
      }
      int stop = start + length;
      while (stop < end && !isZero(content, stop, Math.min(BLOCK_BYTES, end - stop), zeros)) {
        stop += Math.min(BLOCK_BYTES, end - stop);
      }
      ByteBuffer run = buffer.duplicate().position(start).limit(stop);
      while (run.hasRemaining()) {
        to.write(run, chunk.position() + run.position());
      }
      stored += stop - start;
      start = stop;
    }
    return stored;
  }

  private static boolean isZero(MemorySegment content, int start, int length, MemorySegment zeros) {
    return MemorySegment.mismatch(content, start, (long) start + length, zeros, 0, length) < 0;
  }

  private static long written(FutureTask<Long> writer) throws IOException {
    try {
      return writer.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void join(Thread thread) throws IOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static <T> T take(BlockingQueue<T> queue) throws IOException {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted", e);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }
}
