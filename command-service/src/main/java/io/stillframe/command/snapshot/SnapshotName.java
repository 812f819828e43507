package io.stillframe.command.snapshot;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Volume;

/** The rule for names, and the name of a snapshot that was given none. */
public final class SnapshotName {
  static final int MAX_LENGTH = 255;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  /**
   * What could be taken for a path, or an escape of one, somewhere along the way; and what ends a
   * line, or turns its direction, where a name is shown.
   */
  private static final Pattern FORBIDDEN =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}/\\\\%]");

  private SnapshotName() {}

  /**
   * @param field the member that it came in
   * @throws ProblemException 422 if it breaks the rule
   */
  public static String check(String field, String name) {
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > MAX_LENGTH) {
      throw invalid(field, "must have 1 to %d characters, it has %d".formatted(MAX_LENGTH, length));
    }
    if (FORBIDDEN.matcher(name).find() || name.equals(".") || name.equals("..")) {
      throw invalid(
          field,
          "must have no control character, slash, backslash or percent sign, nor be . or ..");
    }
    if (name.isBlank()) {
      throw invalid(field, "must not be blank");
    }
    return name;
  }

  /** {@code [instance_]volume_timestamp}, in UTC; of an unknown volume its id. */
  static String byDefault(Optional<Volume> volume, String volumeId, Instant at) {
    String prefix =
        Stream.of(instanceOf(volume), volume.map(Volume::name).orElse(volumeId))
            .filter(part -> part != null && !part.isBlank())
            .map(part -> FORBIDDEN.matcher(part).replaceAll("-"))
            .collect(Collectors.joining("_"));
    String timestamp = TIMESTAMP.format(at);
    int room = MAX_LENGTH - timestamp.length() - 1;
    int end =
        prefix.offsetByCodePoints(0, Math.min(room, prefix.codePointCount(0, prefix.length())));
    return prefix.substring(0, end) + "_" + timestamp;
  }

  private static @Nullable String instanceOf(Optional<Volume> volume) {
    return volume.map(Volume::instanceName).orElse(null);
  }

  private static ProblemException invalid(String field, String rule) {
    return new ProblemException(ProblemType.INVALID_VALUE.at(field, field + " " + rule));
  }
}
