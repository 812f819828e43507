package io.stillframe.observability;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.quarkus.logging.LoggingFilter;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Makes the keys of a log line members of the record, so that JSON logs can be searched by them. A
 * line's constant text says {@code snapshotId=%s}; only that text is read, so no value of a user's
 * can pose as a key. Nor can one pose as a line of its own, see {@link OneLine}. It lets every line
 * through.
 */
@LoggingFilter(name = "keys")
public final class LogKeys implements Filter {
  private static final Pattern VALUE = Pattern.compile("(?:(\\w+)=)?%([sd%n])");

  @Override
  public boolean isLoggable(LogRecord line) {
    if (line instanceof ExtLogRecord record) {
      OneLine.clean(record);
      readKeys(record);
    }
    return true;
  }

  private static void readKeys(ExtLogRecord record) {
    if (record.getFormatStyle() == ExtLogRecord.FormatStyle.PRINTF
        && record.getMessage() != null
        && record.getParameters() != null) {
      read(record, record.getMessage(), record.getParameters());
    }
  }

  private static void read(ExtLogRecord record, String text, Object[] values) {
    Matcher value = VALUE.matcher(text);
    int next = 0;
    while (value.find() && next < values.length) {
      if ("%n".contains(value.group(2))) {
        continue;
      }
      if (value.group(1) != null) {
        record.putMdc(value.group(1), String.valueOf(values[next]));
      }
      next++;
    }
  }
}
