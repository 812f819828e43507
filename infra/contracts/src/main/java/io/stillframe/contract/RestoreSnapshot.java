package io.stillframe.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/** Make a new volume from a snapshot. */
@JsonTypeName("restore")
public record RestoreSnapshot(
    UUID operationId,
    UUID snapshotId,
    String organization,
    String volumeName,
    Instant requestedAt,
    @Nullable Instant deadline)
    implements SnapshotRequest {}
