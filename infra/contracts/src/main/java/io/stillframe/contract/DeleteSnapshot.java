package io.stillframe.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonTypeName;

/** Remove a snapshot and its copy. It has no deadline: it is tried until it is done. */
@JsonTypeName("delete")
public record DeleteSnapshot(
    UUID operationId, UUID snapshotId, String organization, Instant requestedAt)
    implements SnapshotRequest {}
