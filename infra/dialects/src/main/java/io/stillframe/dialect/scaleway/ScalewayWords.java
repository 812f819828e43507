package io.stillframe.dialect.scaleway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** How Scaleway writes times and volume types. */
final class ScalewayWords {
  /** Exactly six fraction digits, and an offset that is no {@code Z}: a client reads no other. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

  private static final Set<String> VOLUME_TYPES =
      Set.of("l_ssd", "b_ssd", "unified", "scratch", "sbs_volume", "sbs_snapshot");

  private ScalewayWords() {}

  static String time(Instant time) {
    return TIME.format(time);
  }

  static String volumeType(@Nullable String type, String other) {
    return type != null && VOLUME_TYPES.contains(type) ? type : other;
  }
}
