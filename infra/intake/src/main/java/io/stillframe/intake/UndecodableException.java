package io.stillframe.intake;

import java.io.IOException;

/** A record that cannot be read, however often one tries. */
final class UndecodableException extends RuntimeException {
  UndecodableException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
