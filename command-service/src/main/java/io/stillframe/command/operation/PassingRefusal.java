package io.stillframe.command.operation;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.Problem;

/**
 * A refusal that the end of an operation that runs would make wrong. That end may be known to the
 * caller already and only not be heard of here.
 */
public final class PassingRefusal extends ProblemException {
  public PassingRefusal(Problem problem) {
    super(problem);
  }
}
