package io.stillframe.worker.provider.scaleway;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ProviderSnapshot;

/** What Scaleway's words about snapshots mean. */
final class Copies {
  private Copies() {}

  static ProviderSnapshot of(Wire.Snapshot snapshot, Optional<String> marker, String name) {
    CopyStatus status = status(snapshot.state());
    return new ProviderSnapshot(
        snapshot.id(),
        null,
        marker,
        name,
        snapshot.baseVolume() == null ? null : snapshot.baseVolume().id(),
        status,
        snapshot.size(),
        null,
        null,
        instant(snapshot.creationDate()),
        null,
        status == CopyStatus.FAILED ? whyFailed(snapshot) : null);
  }

  /** States that are not known may be passing ones: they end at the deadline at the latest. */
  static CopyStatus status(@Nullable String state) {
    return switch (state == null ? "" : state) {
      case "available", "exporting" -> CopyStatus.AVAILABLE;
      case "error", "invalid_data" -> CopyStatus.FAILED;
      default -> CopyStatus.CREATING;
    };
  }

  private static Problem whyFailed(Wire.Snapshot snapshot) {
    String reason =
        snapshot.errorReason() == null || snapshot.errorReason().isNull()
            ? ""
            : ": " + snapshot.errorReason().asText();
    return ProblemType.PROVIDER_ERROR.because(
        "Scaleway reports the snapshot in the state " + snapshot.state() + reason);
  }

  /** When it was asked for is when it was cut. A date that can't be read is none. */
  private static @Nullable Instant instant(@Nullable String date) {
    try {
      return date == null ? null : OffsetDateTime.parse(date).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
