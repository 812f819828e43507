package io.stillframe.contract;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Where a dead letter stands, which is what it is called: {@code <group>/<partition>/<offset>} in
 * the group's dead-letter topic.
 *
 * @param group the consumer group that could not take the record, for example {@code query-service}
 */
public record DeadLetterId(String group, int partition, long offset) {
  private static final Pattern FORM = Pattern.compile("([a-z][a-z-]{0,63})/(\\d{1,6})/(\\d{1,18})");

  /** Reads an id; none if the text is not of its form, or not the one way to write it. */
  public static Optional<DeadLetterId> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
                new DeadLetterId(
                    parts.group(1),
                    Integer.parseInt(parts.group(2)),
                    Long.parseLong(parts.group(3))))
            .filter(id -> id.toString().equals(text))
        : Optional.empty();
  }

  @JsonCreator
  static DeadLetterId of(String text) {
    return parse(text)
        .orElseThrow(
            () -> new IllegalArgumentException("a dead letter is <group>/<partition>/<offset>"));
  }

  @Override
  @JsonValue
  public String toString() {
    return group + "/" + partition + "/" + offset;
  }
}
