package io.stillframe.worker.provider.local;

import java.io.IOException;

/** The image is not the one whose copy was begun: what was copied shows no point in time. */
final class VolumeChangedException extends IOException {
  VolumeChangedException(String how) {
    super(how);
  }
}
