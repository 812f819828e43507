package io.stillframe.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * End a running create or restore before its time. No operation of its own: {@code operationId} is
 * its target.
 */
@JsonTypeName("cancel")
public record CancelOperation(
    UUID operationId, UUID snapshotId, String organization, Instant requestedAt)
    implements SnapshotRequest {

  @Override
  @JsonIgnore
  public String messageId() {
    return "cancel-" + operationId();
  }
}
