package io.stillframe.worker.task;

/** What happens to the workers or to the cloud. Numbers choose among what there is then. */
sealed interface Act {
  /** Somebody asks something of a snapshot; before its create, only that. */
  record Ask(int snapshot, What what, Time deadline) implements Act {}

  /** A request arrives once more. */
  record AskAgain(int request) implements Act {}

  /**
   * A task is claimed when it is due, and its step is performed.
   *
   * @param call which call of the step meets the trouble, if there are so many
   */
  record Work(int task, Trouble trouble, int call, Answer answer) implements Act {}

  /** An answer that is late is folded. */
  record Arrive(int answer) implements Act {}

  /** Something in the making at the cloud goes on. */
  record Turn(int thing, Fate fate) implements Act {}

  record Pass(Time time) implements Act {}

  enum What {
    UPDATE,
    TRANSFER,
    RESTORE,
    DELETE,
    CANCEL
  }

  enum Answer {
    AT_ONCE,
    LATE,
    NEVER
  }

  enum Fate {
    DONE,
    FAILED,
    GONE
  }

  /** Around the visibility delay, the lease, the longest pause, and deadlines. */
  enum Time {
    MOMENT(1),
    LEASE(26),
    VISIBLE(31),
    LONG(300),
    HOUR(3601);

    final int seconds;

    Time(int seconds) {
      this.seconds = seconds;
    }
  }
}
