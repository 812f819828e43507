package io.stillframe.observability;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LogKeysTest {
  private final LogKeys keys = new LogKeys();

  @Test
  void keysOfTheConstantTextBecomeMembers() {
    // Given
    ExtLogRecord line = line("Answer lost 100%% snapshotId=%s attempt=%d: %s", "0198", 3, "closed");
    // When
    boolean shown = keys.isLoggable(line);
    // Then
    assertThat(shown).isTrue();
    assertThat(line.getMdcCopy()).containsEntry("snapshotId", "0198").containsEntry("attempt", "3");
  }

  @Test
  void aValueCannotPoseAsAKey() {
    // Given
    ExtLogRecord line = line("Refused: %s", "provider=%s snapshotId=forged");
    // When
    keys.isLoggable(line);
    // Then
    assertThat(line.getMdcCopy()).doesNotContainKeys("snapshotId", "provider");
  }

  @Test
  void aLineWithoutValuesIsShownAsItIs() {
    // Given
    ExtLogRecord line =
        new ExtLogRecord(Level.INFO, "ready snapshotId=%s", LogKeysTest.class.getName());
    // When
    boolean shown = keys.isLoggable(line);
    // Then
    assertThat(shown).isTrue();
    assertThat(line.getMdcCopy()).doesNotContainKey("snapshotId");
  }

  /** As a dead letter is told, by a console that shows text. */
  @Test
  void aValueOrAFailureCannotPoseAsALine() {
    // Given
    String forged =
        "x\r\n2026-01-01 00:00:00,000 INFO  [io.quarkus] all is well \u001b[2J\u009b1A\u2028";
    ExtLogRecord line = line("Record dead-lettered partition=%d key=%s", 3, forged);
    Exception failure = new IllegalStateException(forged, new IllegalArgumentException(forged));
    failure.addSuppressed(new IllegalStateException(forged));
    line.setThrown(failure);
    // When
    keys.isLoggable(line);
    // Then
    // JSON has the message and not the words.
    assertThat(line.getThrown()).hasMessageContaining("IllegalStateException: x\\u000d\\u000a");
    String shown = new PatternFormatter("%s%e%n").format(line);
    assertThat(shown)
        .startsWith("Record dead-lettered partition=3 key=x\\u000d\\u000a2026-01-01 ")
        .contains("IllegalStateException: x\\u000d", "Caused by: ", "Suppressed: ", "\tat ")
        .doesNotContain("\r", "\u001b", "\u009b", "\u2028")
        .doesNotContainPattern("(?m)^2026");
    assertThat(line.getMdcCopy().get("key")).startsWith("x\\u000d");
  }

  @Test
  void whatIsHarmlessStaysWhatItIs() {
    // Given
    Exception failure = new IllegalStateException("closed");
    ExtLogRecord line = line("Left out\n %s attempt=%d: %s", "Zürich 東京", 3, null);
    line.setThrown(failure);
    // When
    keys.isLoggable(line);
    // Then
    assertThat(line.getFormattedMessage()).isEqualTo("Left out\n Zürich 東京 attempt=3: null");
    assertThat(line.getThrown()).isSameAs(failure);
  }

  private static ExtLogRecord line(String text, Object... values) {
    ExtLogRecord line =
        new ExtLogRecord(Level.WARN, text, FormatStyle.PRINTF, LogKeysTest.class.getName());
    line.setParameters(values);
    return line;
  }
}
