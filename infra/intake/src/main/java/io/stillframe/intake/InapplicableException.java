package io.stillframe.intake;

/** Thrown by a consumer for a message that it can read but never apply, however often it tries. */
public class InapplicableException extends RuntimeException {
  public InapplicableException(String message) {
    super(message);
  }
}
