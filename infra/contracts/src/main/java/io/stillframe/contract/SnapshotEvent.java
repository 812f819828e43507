package io.stillframe.contract;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/**
 * A fact of a snapshot's life. It carries the whole state after it and every operation that it
 * moved, so that a reader never has to ask back. A reader that does not know a type yet gets {@link
 * Unknown} and can still follow the state. The file is long because it is a list: one record for
 * each event.
 */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "type",
    visible = true,
    defaultImpl = SnapshotEvent.Unknown.class)
public sealed interface SnapshotEvent {

  /** When it was decided. */
  Instant time();

  /** The state before it; none for the first event. */
  @Nullable SnapshotState previousState();

  /** The whole state after it, its version included. */
  Snapshot snapshot();

  /** Every operation that it started, moved or ended. */
  List<Operation> operations();

  /** The stable name on the wire, for example {@code available}. */
  @JsonIgnore
  default String type() {
    return getClass().getAnnotation(JsonTypeName.class).value();
  }

  /**
   * Judges whether its state may follow the one before.
   *
   * @return this
   * @throws IOException if it may not: whoever reads it must not take it
   */
  default SnapshotEvent requireLegal() throws IOException {
    SnapshotState before = previousState();
    if (before != null && !before.canBecome(snapshot().state())) {
      throw new IOException("%s may not become %s".formatted(before, snapshot().state()));
    }
    return this;
  }

  /** Makes an event of one type: the constructor of its record. */
  @FunctionalInterface
  interface Kind {
    SnapshotEvent of(
        Instant time,
        @Nullable SnapshotState previousState,
        Snapshot snapshot,
        List<Operation> operations);
  }

  /** A worker took the request. */
  @JsonTypeName("requested")
  record Requested(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** The provider started the copy. */
  @JsonTypeName("creating")
  record Creating(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** It goes on: more of the copy is made, or of what must not stay of it removed. */
  @JsonTypeName("progressed")
  record Progressed(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** The copy is whole. */
  @JsonTypeName("available")
  record Available(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** The provider or a rule said no before anything existed. */
  @JsonTypeName("rejected")
  record Rejected(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** Nothing usable came of it. */
  @JsonTypeName("failed")
  record Failed(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** Writable members were not changed. */
  @JsonTypeName("update-failed")
  record UpdateFailed(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** The removal has begun, or goes on. */
  @JsonTypeName("deleting")
  record Deleting(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** The copy is gone. */
  @JsonTypeName("deleted")
  record Deleted(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** The provider refused the removal. */
  @JsonTypeName("delete-failed")
  record DeleteFailed(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** A restore has begun. */
  @JsonTypeName("restoring")
  record Restoring(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** A new volume was made. */
  @JsonTypeName("restored")
  record Restored(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** No new volume was made. */
  @JsonTypeName("restore-failed")
  record RestoreFailed(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** It is not moving on now, and will be tried: see the condition. */
  @JsonTypeName("retrying")
  record Retrying(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** The provider does not have the copy any more. */
  @JsonTypeName("missing")
  record Missing(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** The provider has the copy again. */
  @JsonTypeName("reappeared")
  record Reappeared(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /** A copy found at the provider became a snapshot. */
  @JsonTypeName("adopted")
  record Adopted(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}

  /**
   * Writable members were changed.
   *
   * @param previousOrganization the former owner, when the snapshot was transferred
   */
  @JsonTypeName("updated")
  record Updated(
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations,
      @Nullable String previousOrganization)
      implements SnapshotEvent {}

  /** An event of a type that this version does not know. */
  record Unknown(
      // Against the accessor above, whose annotation would otherwise be inherited.
      @JsonProperty("type") @JsonIgnore(false) String type,
      Instant time,
      @Nullable SnapshotState previousState,
      Snapshot snapshot,
      List<Operation> operations)
      implements SnapshotEvent {}
}
