package io.stillframe.observability;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
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

  private static ExtLogRecord line(String text, Object... values) {
    ExtLogRecord line =
        new ExtLogRecord(Level.WARN, text, FormatStyle.PRINTF, LogKeysTest.class.getName());
    line.setParameters(values);
    return line;
  }
}
