package io.stillframe.contract;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Take a snapshot of a volume. Volume name and type are what the inventory knew when it was
 * accepted.
 */
@JsonTypeName("create")
public record CreateSnapshot(
    UUID operationId,
    UUID snapshotId,
    String organization,
    String provider,
    String environment,
    String volumeId,
    @Nullable String volumeName,
    @Nullable String volumeType,
    String name,
    @Nullable String description,
    Map<String, String> labels,
    boolean rapid,
    Instant requestedAt,
    @Nullable Instant deadline)
    implements SnapshotRequest {

  public CreateSnapshot {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
  }
}
