package io.stillframe.simulator.scaleway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.fault.Outcome;
import io.stillframe.simulator.fault.Presence;

/**
 * A snapshot in the cloud. Its state follows from the time, so that no timer has to move it.
 *
 * @param volumeId the base volume, which may be gone by now
 * @param duration of the copy
 * @param forced the state that a test has put it into
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, useImmutableCollections = true)
record StoredSnapshot(
    String id,
    String name,
    String organization,
    List<String> tags,
    String volumeId,
    long size,
    String volumeType,
    Instant createdAt,
    Instant modifiedAt,
    Duration duration,
    Outcome outcome,
    @Nullable String forced,
    Presence presence)
    implements StoredSnapshotBuilder.With {
  static final String SNAPSHOTTING = "snapshotting";
  static final String AVAILABLE = "available";

  String state(Instant now) {
    if (forced != null) {
      return forced;
    }
    if (now.isBefore(endsAt())) {
      return SNAPSHOTTING;
    }
    return outcome == Outcome.FAIL ? "error" : AVAILABLE;
  }

  /** When the copy ends; never, if it is stuck. */
  Instant endsAt() {
    return outcome == Outcome.STICK ? Instant.MAX : createdAt.plus(duration);
  }
}
