package io.stillframe.local;

/** Why nothing was started, in one line that tells a user what to change. */
public final class StartRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  StartRefused(String message) {
    super(message);
  }

  StartRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
