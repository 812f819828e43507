package io.stillframe.simulator.server;

/** Ends a call with an answer that says no. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Answer answer;

  public RefusedException(Answer answer) {
    // Refusing is an everyday answer: nobody reads its stack trace.
    super("Refused with " + answer.status(), null, false, false);
    this.answer = answer;
  }

  /** What the caller is told. */
  public Answer answer() {
    return answer;
  }
}
