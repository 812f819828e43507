package io.stillframe.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Change a snapshot's writable members.
 *
 * @param patch an RFC 7396 merge patch over {@link Writable}
 * @param ifRevision the revision that the caller saw; another one fails the operation
 */
@JsonTypeName("update")
public record UpdateSnapshot(
    UUID operationId,
    UUID snapshotId,
    String organization,
    ObjectNode patch,
    @Nullable Long ifRevision,
    Instant requestedAt,
    @Nullable Instant deadline)
    implements SnapshotRequest {}
