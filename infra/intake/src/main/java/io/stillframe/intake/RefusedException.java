package io.stillframe.intake;

import io.stillframe.contract.Problem;

/** Thrown for a message that is not taken, with the problem that its sender is to be told. */
public class RefusedException extends InapplicableException {
  private final transient Problem problem;

  public RefusedException(Problem problem) {
    super(String.valueOf(problem.detail()));
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
