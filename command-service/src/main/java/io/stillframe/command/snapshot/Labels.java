package io.stillframe.command.snapshot;

import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Writable;

/** The rule for labels. */
final class Labels {
  private static final int VALUE_LENGTH = 255;
  private static final Pattern KEY =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

  private Labels() {}

  /**
   * @throws ProblemException 422 if there are too many, or a key or a value breaks the rule
   */
  static Map<String, String> check(@Nullable Map<String, String> labels) {
    if (labels == null) {
      return Map.of();
    }
    checkCount(labels.size());
    labels.forEach(Labels::check);
    return labels;
  }

  static void checkCount(int count) {
    if (count > Writable.MOST_LABELS) {
      throw invalid(
          "labels must be at most %d, they are %d".formatted(Writable.MOST_LABELS, count));
    }
  }

  static void check(String key, @Nullable String value) {
    if (!KEY.matcher(key).matches()) {
      throw invalid(
          "a label's key must be 1 to 63 of A-Z a-z 0-9 . _ - and begin and end with a letter or digit");
    }
    if (value == null
        || value.length() > VALUE_LENGTH
        || value.chars().anyMatch(Character::isISOControl)) {
      throw invalid(
          "label %s must have a value of at most %d characters, none a control character"
              .formatted(key, VALUE_LENGTH));
    }
  }

  private static ProblemException invalid(String rule) {
    return new ProblemException(ProblemType.INVALID_VALUE.at("labels", rule));
  }
}
