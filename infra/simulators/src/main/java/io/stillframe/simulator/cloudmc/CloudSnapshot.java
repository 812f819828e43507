package io.stillframe.simulator.cloudmc;

import java.time.Duration;
import java.time.Instant;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.fault.Outcome;
import io.stillframe.simulator.fault.Presence;

/**
 * A snapshot in the cloud. Its state follows from the time, so that no timer has to move it.
 *
 * @param rapid whether it stays on the volume's primary storage
 * @param duration of the copy
 * @param forced the state that a test has put it into, until it is deleted
 * @param destroying whether its deletion was accepted
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
record CloudSnapshot(
    String id,
    String name,
    CloudMcVolume volume,
    boolean rapid,
    Instant createdAt,
    Duration duration,
    Outcome outcome,
    @Nullable String forced,
    boolean destroying,
    Presence presence)
    implements CloudSnapshotBuilder.With {

  /** The state as CloudStack calls it, in the order of its state machine. */
  String state(Instant now) {
    if (forced != null) {
      return forced;
    }
    if (destroying) {
      return "Destroying";
    }
    Duration elapsed = Duration.between(createdAt, now);
    if (elapsed.compareTo(duration) >= 0) {
      return end();
    }
    double part = (double) elapsed.toNanos() / duration.toNanos();
    if (part < 0.1) {
      return "Allocated";
    }
    if (part < 0.4) {
      return "Creating";
    }
    // What is kept on primary storage is not backed up to the secondary one.
    return rapid || part < 0.5 ? "CreatedOnPrimary" : "BackingUp";
  }

  boolean isIn(String environment) {
    return volume.environment().equals(environment);
  }

  /** When the copy ends; never, if it is stuck. */
  Instant endsAt() {
    return outcome == Outcome.STICK ? Instant.MAX : createdAt.plus(duration);
  }

  private String end() {
    return switch (outcome) {
      case SUCCEED -> "BackedUp";
      case FAIL -> "Error";
      case STICK -> rapid ? "Creating" : "BackingUp";
    };
  }
}
