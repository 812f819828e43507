package io.stillframe.dialect.scaleway;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.Problem;

/** Something that is not there, or not for this caller, and that the address does not name. */
public final class UnknownResource extends ProblemException {
  private final String id;

  public UnknownResource(String id, Problem problem) {
    super(problem);
    this.id = id;
  }

  String id() {
    return id;
  }
}
