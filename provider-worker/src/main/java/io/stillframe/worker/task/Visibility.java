package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;

import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;

/** Whether a lookup can tell already what earlier calls have done. */
final class Visibility {
  private Visibility() {}

  /** It cannot tell yet, and nothing was asked of the provider. */
  static final class NotYet extends ProviderException {
    private static final long serialVersionUID = 1;

    private NotYet(Duration remaining) {
      super(
          ErrorClass.UNCERTAIN,
          ProblemType.PROVIDER_UNAVAILABLE.because(
              "an earlier call may have taken effect; it is looked up"),
          remaining);
    }
  }

  /**
   * @throws NotYet uncertain, with the time to wait, if it cannot
   */
  static void require(Task task, Connection connection, Instant now) {
    if (task.calledAt() == null) {
      return;
    }
    Instant visible = task.calledAt().plus(connection.visibilityDelay());
    if (now.isBefore(visible)) {
      throw new NotYet(Duration.between(now, visible));
    }
  }
}
