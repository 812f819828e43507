package io.stillframe.worker.task;

import java.time.Instant;
import java.util.UUID;

import io.stillframe.worker.provider.CopyStatus;

/** A copy or a new volume at the {@link FakeCloud}. */
final class Thing {
  final String id;

  /** What its marker is made of: a snapshot's id or an operation's. */
  final UUID of;

  final boolean copy;
  CopyStatus status = CopyStatus.CREATING;
  Instant visibleAt;
  Instant goneAt = Instant.MAX;

  Thing(String id, UUID of, boolean copy, Instant visibleAt) {
    this.id = id;
    this.of = of;
    this.copy = copy;
    this.visibleAt = visibleAt;
  }

  @Override
  public String toString() {
    return (copy ? "copy " : "volume ") + id + " of " + of + " " + status;
  }
}
