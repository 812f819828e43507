package io.stillframe.observability;

import java.util.Arrays;
import java.util.regex.Pattern;

import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes control characters of values and failures visible, which may be of anybody who can write to
 * a topic or send a request: none of them begins a line that looks like one of ours, or moves the
 * cursor of whoever reads it. The line's constant text is ours and stays as it is.
 */
final class OneLine {
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]");

  private OneLine() {}

  static void clean(ExtLogRecord line) {
    if (line.getParameters() != null) {
      line.setParameters(Arrays.stream(line.getParameters()).map(OneLine::value).toArray());
    }
    if (isForged(line.getThrown())) {
      line.setThrown(new Told(line.getThrown()));
    }
  }

  private static @Nullable Object value(@Nullable Object value) {
    String text = String.valueOf(value);
    return CONTROL.matcher(text).find() ? visible(text) : value;
  }

  private static String visible(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(found -> "\\\\u%04x".formatted((int) found.group().charAt(0)));
  }

  private static boolean isForged(@Nullable Throwable failure) {
    return failure != null
        && (CONTROL.matcher(failure.toString()).find()
            || isForged(failure.getCause())
            || Arrays.stream(failure.getSuppressed()).anyMatch(OneLine::isForged));
  }

  /** A failure as it is told. */
  private static final class Told extends Throwable {
    private final String words;

    private Told(Throwable failure) {
      super(null, failure.getCause() == null ? null : new Told(failure.getCause()));
      words = visible(failure.toString());
      setStackTrace(failure.getStackTrace());
      Arrays.stream(failure.getSuppressed()).map(Told::new).forEach(this::addSuppressed);
    }

    @Override
    public String toString() {
      return words;
    }
  }
}
