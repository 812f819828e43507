package io.stillframe.worker.provider.local;

import java.io.IOException;

/** The work was told to stop. */
final class StoppedException extends IOException {
  StoppedException() {
    super("told to stop");
  }
}
