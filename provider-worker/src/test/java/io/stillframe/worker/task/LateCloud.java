package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.stillframe.worker.Some;
import io.stillframe.worker.provider.Configured;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.SnapshotProvider;
import io.stillframe.worker.provider.held.HeldKind;

/** A cloud that shows what a call has done only half a minute later. */
final class LateCloud {
  private static final Duration VISIBILITY_DELAY = Duration.ofSeconds(30);

  /** When a call that ended at {@link Some#NOW} can be looked up. */
  static final Instant VISIBLE = Some.NOW.plus(VISIBILITY_DELAY);

  private LateCloud() {}

  static Connection connection(SnapshotProvider driver) {
    return new Connection(
        "compute-on",
        "test_area",
        "acme",
        Configured.provider(
            "compute-on",
            "test_area",
            Map.of("kind", "held", "visibility-delay", VISIBILITY_DELAY.toSeconds() + "s")),
        new HeldKind(),
        driver);
  }
}
