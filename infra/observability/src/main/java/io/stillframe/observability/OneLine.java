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

  /** Of causes; some failures are their causes' cause. */
  private static final int DEEPEST = 20;

  private OneLine() {}

  static void clean(ExtLogRecord line) {
    if (line.getParameters() != null) {
      line.setParameters(Arrays.stream(line.getParameters()).map(OneLine::value).toArray());
    }
    if (isForged(line.getThrown(), 0)) {
      line.setThrown(new Told(line.getThrown(), 0));
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

  private static boolean isForged(@Nullable Throwable failure, int depth) {
    return failure != null
        && depth < DEEPEST
        && (CONTROL.matcher(failure.toString()).find()
            || isForged(failure.getCause(), depth + 1)
            || Arrays.stream(failure.getSuppressed()).anyMatch(each -> isForged(each, depth + 1)));
  }

  /** A failure as it is told. */
  private static final class Told extends Throwable {
    private Told(Throwable failure, int depth) {
      super(visible(failure.toString()), depth < DEEPEST ? cause(failure, depth) : null);
      setStackTrace(failure.getStackTrace());
      if (depth < DEEPEST) {
        Arrays.stream(failure.getSuppressed())
            .map(each -> new Told(each, depth + 1))
            .forEach(this::addSuppressed);
      }
    }

    private static @Nullable Told cause(Throwable failure, int depth) {
      return failure.getCause() == null ? null : new Told(failure.getCause(), depth + 1);
    }

    @Override
    public String toString() {
      return String.valueOf(getMessage());
    }
  }
}
