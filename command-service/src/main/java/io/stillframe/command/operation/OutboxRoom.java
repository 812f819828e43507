package io.stillframe.command.operation;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.ProblemType;
import io.stillframe.outbox.Outbox;

/** Whether one more request can be taken: the outbox must not grow without end. */
@Singleton
class OutboxRoom {
  /** About as long as a broker needs to be back. */
  private static final String RETRY_AFTER_SECONDS = "5";

  private final Outbox outbox;

  OutboxRoom(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * In the caller's transaction.
   *
   * @return fails with a 503 when there is no room
   */
  Uni<Void> require() {
    return outbox
        .isFull()
        .invoke(
            full -> {
              if (full) {
                throw new ProblemException(
                        ProblemType.UNAVAILABLE.because(
                            "too many requests wait for Kafka, which does not take them now; try"
                                + " again"))
                    .with("Retry-After", RETRY_AFTER_SECONDS);
              }
            })
        .replaceWithVoid();
  }
}
