package io.stillframe.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/**
 * End a running create or restore before its time. No operation of its own: {@code operationId} is
 * its target.
 *
 * @param kind what its target is; requests that do not tell it are of creates
 */
@JsonTypeName("cancel")
public record CancelOperation(
    UUID operationId,
    UUID snapshotId,
    String organization,
    @Nullable OperationKind kind,
    Instant requestedAt)
    implements SnapshotRequest {

  @Override
  @JsonIgnore
  public String messageId() {
    return "cancel-" + operationId();
  }
}
