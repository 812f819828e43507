package io.stillframe.simulator.cloudmc;

import java.time.Instant;

/**
 * A task, by which the caller learns how a request ended.
 *
 * @param snapshotId what it is about
 * @param endsAt {@link Instant#MAX} for one that is stuck
 */
record CloudTask(String id, String snapshotId, Instant createdAt, Instant endsAt, boolean failing) {

  boolean isOver(Instant now) {
    return !now.isBefore(endsAt);
  }

  String status(Instant now, String failureWord) {
    if (!isOver(now)) {
      return "PENDING";
    }
    return failing ? failureWord : "SUCCESS";
  }

  CloudTask failed(Instant now) {
    return new CloudTask(id, snapshotId, createdAt, now, true);
  }
}
