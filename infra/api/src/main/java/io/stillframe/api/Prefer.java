package io.stillframe.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What the caller prefers (RFC 7240): {@code Prefer: wait=20} holds the answer for up to 20
 * seconds. A preference that cannot be read or met is passed over, never refused.
 *
 * @param waiting how long the answer may be held, at most {@link #MAX_WAIT}; none was asked for if
 *     empty
 */
public record Prefer(Optional<Duration> waiting) {
  /** The header that a caller sends. */
  public static final String HEADER = "Prefer";

  /** The header that says which preference was honoured. */
  public static final String APPLIED_HEADER = "Preference-Applied";

  /** A caller who asks for more gets this much. */
  public static final Duration MAX_WAIT = Duration.ofSeconds(60);

  private static final Pattern WAIT =
      Pattern.compile(
          "\\s*wait\\s*=\\s*(?:(\\d+)|\"(\\d+)\")\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);

  /** The preferences in the header's lines; of two waits the first counts. */
  public static Prefer of(@Nullable List<String> lines) {
    return new Prefer(
        Stream.ofNullable(lines)
            .flatMap(List::stream)
            .flatMap(line -> Stream.of(line.split(",", -1)))
            .map(WAIT::matcher)
            .filter(Matcher::matches)
            .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
            .map(Prefer::seconds)
            .findFirst());
  }

  /** How long to hold the answer: zero if no wait was asked for. */
  public Duration waitOrZero() {
    return waiting.orElse(Duration.ZERO);
  }

  /** The value of {@link #APPLIED_HEADER}, if there is a preference to confirm. */
  public Optional<String> applied() {
    return waiting.map(time -> "wait=" + time.toSeconds());
  }

  private static Duration seconds(String digits) {
    // More digits than fit into an int are more than the bound in any case.
    long seconds = digits.length() > 9 ? MAX_WAIT.toSeconds() : Long.parseLong(digits);
    return Duration.ofSeconds(Math.min(seconds, MAX_WAIT.toSeconds()));
  }
}
