package io.stillframe.worker.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Problem;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.SnapshotState;
import io.stillframe.intake.LetterHeaders;
import io.stillframe.worker.snapshot.Lifecycle;

/**
 * A request that could not be taken, as far as its headers tell of it: enough to end its operation.
 *
 * @param asked with the operation's id as its identity, like the request that it stands for
 * @param provider of the snapshot, like all that follows: a create's headers tell it
 */
record RefusedRequest(
    OperationKind kind,
    SnapshotRequest.Unknown asked,
    String provider,
    String environment,
    String volumeId,
    String name) {

  /** In place of what is not told. */
  private static final String UNKNOWN = "unknown";

  /** No name of ours is longer. */
  private static final int LONGEST = 255;

  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private static final Pattern TYPE = Pattern.compile("io\\.stillframe\\.snapshot\\.(.+)\\.v\\d+");

  /**
   * Reads the headers.
   *
   * @param now the time of a request that does not tell its own
   * @return none if they name no operation of a snapshot: a cancellation has none of its own
   */
  static Optional<RefusedRequest> of(ConsumerRecord<String, byte[]> record, Instant now) {
    String type = type(record);
    Optional<UUID> operationId = id(LetterHeaders.text(record, "ce_operationid"));
    Optional<UUID> snapshotId =
        id(LetterHeaders.text(record, "ce_subject").or(() -> Optional.ofNullable(record.key())));
    Optional<String> organization = kept(record, "ce_organization");
    if (type.equals("cancel")
        || operationId.isEmpty()
        || snapshotId.isEmpty()
        || organization.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RefusedRequest(
            kind(type),
            new SnapshotRequest.Unknown(
                type,
                operationId.get(),
                snapshotId.get(),
                organization.get(),
                time(record).orElse(now)),
            text(record, "ce_provider"),
            text(record, "ce_environment"),
            text(record, "ce_volumeid"),
            text(record, "ce_snapshotname")));
  }

  /**
   * The event that ends the operation as failed. A snapshot that no create was seen of is rejected:
   * nothing exists of it.
   */
  SnapshotEvent ended(@Nullable Snapshot before, Problem why, Instant now) {
    List<Operation> failed = List.of(operation().failed(now, why));
    if (before == null) {
      return Lifecycle.become(
          neverSeen(),
          SnapshotState.REJECTED,
          SnapshotEvent.Rejected::new,
          now,
          failed,
          change -> change.problem(why));
    }
    SnapshotEvent.Kind kind =
        switch (this.kind) {
          case CREATE -> SnapshotEvent.Rejected::new;
          case UPDATE -> SnapshotEvent.UpdateFailed::new;
          case DELETE -> SnapshotEvent.DeleteFailed::new;
          case RESTORE -> SnapshotEvent.RestoreFailed::new;
        };
    return Lifecycle.stay(before, kind, now, failed, change -> {});
  }

  private Operation operation() {
    return new Operation(
        asked.operationId(),
        kind,
        OperationStatus.RUNNING,
        asked.organization(),
        asked.snapshotId(),
        asked.requestedAt(),
        null,
        null,
        null,
        null);
  }

  private Snapshot neverSeen() {
    return Snapshot.requested(
        new CreateSnapshot(
            asked.operationId(),
            asked.snapshotId(),
            asked.organization(),
            provider,
            environment,
            volumeId,
            null,
            null,
            name,
            null,
            Map.of(),
            false,
            asked.requestedAt(),
            null));
  }

  private static String type(ConsumerRecord<String, byte[]> record) {
    Matcher type = TYPE.matcher(LetterHeaders.text(record, "ce_type").orElse(""));
    return type.matches() ? type.group(1) : UNKNOWN;
  }

  /** A type that is not known changes nothing, which is what a failed update does. */
  private static OperationKind kind(String type) {
    return switch (type) {
      case "create" -> OperationKind.CREATE;
      case "delete" -> OperationKind.DELETE;
      case "restore" -> OperationKind.RESTORE;
      default -> OperationKind.UPDATE;
    };
  }

  private static String text(ConsumerRecord<String, byte[]> record, String header) {
    return kept(record, header).orElse(UNKNOWN);
  }

  /** The header, if it is something that a database keeps. */
  private static Optional<String> kept(ConsumerRecord<String, byte[]> record, String header) {
    return LetterHeaders.text(record, header)
        .map(each -> each.replace("\0", ""))
        .filter(each -> !each.isBlank() && each.length() <= LONGEST);
  }

  private static Optional<UUID> id(Optional<String> text) {
    try {
      return text.map(UUID::fromString);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(ConsumerRecord<String, byte[]> record) {
    try {
      return LetterHeaders.text(record, "ce_time")
          .map(Instant::parse)
          .filter(time -> time.isAfter(Instant.EPOCH) && time.isBefore(LATEST));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
