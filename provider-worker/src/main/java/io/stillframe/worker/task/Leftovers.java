package io.stillframe.worker.task;

import java.time.Duration;

import io.stillframe.contract.Problem;

/** What an operation has left at a provider when it ended. */
final class Leftovers {
  /** How soon a clean-up is tried again that has failed often, and that no operation waits for. */
  static final Duration LATER = Duration.ofMinutes(5);

  private Leftovers() {}

  /** The problem, which also says that something is left. */
  static Problem remain(Problem why) {
    return new Problem(
        why.type(),
        why.title(),
        why.status(),
        why.detail() + "; what there is of it is removed as soon as the provider allows it",
        null,
        why.providerCode(),
        why.providerRequestId());
  }
}
