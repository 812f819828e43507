package io.stillframe.simulator.ledger;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerTest {
  private final Ledger ledger = new Ledger();

  @Test
  void oldestEntryLeavesAMillionLater() {
    // Given
    for (int i = 0; i < Ledger.CAPACITY; i++) {
      call();
    }
    // When
    long last = call();
    // Then
    assertThat(ledger.calls()).hasSize(Ledger.CAPACITY);
    assertThat(ledger.calls().getFirst().number()).isEqualTo(2);
    assertThat(ledger.calls().getLast().number()).isEqualTo(last);
    assertThat(ledger.forgotten()).isEqualTo(1);
  }

  @Test
  void lateAnswerIsNotTakenForAnothers() {
    // Given
    long before = call();
    ledger.clear();
    call();
    // When
    ledger.answered(before, 200);
    // Then
    assertThat(ledger.calls()).extracting(CallEntry::status).containsOnlyNulls();
  }

  private long call() {
    return ledger.enter(Instant.EPOCH, "GET", "/", null, null);
  }
}
