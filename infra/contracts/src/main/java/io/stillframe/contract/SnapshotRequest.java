package io.stillframe.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What the command service asks of the workers. A reader that does not know a type yet gets {@link
 * Unknown}.
 */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "type",
    visible = true,
    defaultImpl = SnapshotRequest.Unknown.class)
public sealed interface SnapshotRequest
    permits CreateSnapshot,
        UpdateSnapshot,
        DeleteSnapshot,
        RestoreSnapshot,
        CancelOperation,
        SnapshotRequest.Unknown {

  /** The operation that the request belongs to; for a cancellation, the one to cancel. */
  UUID operationId();

  UUID snapshotId();

  /** Who asks. */
  String organization();

  Instant requestedAt();

  /** When the operation ends as failed if it has not ended before. */
  default @Nullable Instant deadline() {
    return null;
  }

  /** The stable name on the wire, for example {@code create}. */
  @JsonIgnore
  default String type() {
    return getClass().getAnnotation(JsonTypeName.class).value();
  }

  /**
   * The message's identity: the same for every copy of the same request, so that a worker takes it
   * once.
   */
  @JsonIgnore
  default String messageId() {
    return operationId().toString();
  }

  /** A request of a type that this version does not know. */
  record Unknown(
      // Against the accessor above, whose annotation would otherwise be inherited.
      @JsonProperty("type") @JsonIgnore(false) String type,
      UUID operationId,
      UUID snapshotId,
      String organization,
      Instant requestedAt)
      implements SnapshotRequest {}
}
