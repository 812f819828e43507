package io.stillframe.worker.provider.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * What changes when an image is written to: size, modification and change time and identity of a
 * file, the count of written sectors of a block device.
 */
record Fingerprint(String value, Instant touchedAt) {
  /**
   * The kernel stamps writes with a clock that ticks every few milliseconds; within a tick, stamps
   * do not differ.
   */
  private static final Duration TICK = Duration.ofMillis(20);

  static Fingerprint of(Path image) throws IOException {
    if (isBlockDevice(image)) {
      return new Fingerprint(writtenSectors((Long) attribute(image, "rdev")), Instant.EPOCH);
    }
    Instant changed = ((FileTime) attribute(image, "ctime")).toInstant();
    BasicFileAttributes basic =
        Files.readAttributes(image, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new Fingerprint(
        "%d %s %s %s".formatted(basic.size(), basic.lastModifiedTime(), changed, basic.fileKey()),
        changed);
  }

  /** Whether a write right after {@code now} would show. */
  boolean isSettled(Instant now) {
    return touchedAt.plus(TICK).isBefore(now);
  }

  static boolean isBlockDevice(Path path) throws IOException {
    return ((Integer) attribute(path, "mode") & 0xF000) == 0x6000;
  }

  private static Object attribute(Path path, String name) throws IOException {
    return Files.getAttribute(path, "unix:" + name, LinkOption.NOFOLLOW_LINKS);
  }

  /** The seventh figure of the kernel's block layer statistics. */
  private static String writtenSectors(long device) throws IOException {
    long major = (device >> 8) & 0xFFF;
    long minor = (device & 0xFF) | ((device >> 12) & 0xFFF00);
    String statistics =
        Files.readString(Path.of("/sys/dev/block/%d:%d/stat".formatted(major, minor)));
    return statistics.strip().split("\\s+")[6];
  }
}
