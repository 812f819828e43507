package io.stillframe.worker.recovery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.intake.LetterHeaders;
import io.stillframe.outbox.PendingMessages;

/**
 * What the topics tell of what the database is in doubt about; of all else nothing is kept, as
 * there may be millions of it.
 */
final class Told {
  private final Map<PendingMessages.Key, Long> versions = new HashMap<>();
  private final Map<UUID, Optional<OperationStatus>> operations = new HashMap<>();
  private final Set<UUID> endedActions = new HashSet<>();

  /**
   * @param pending what messages wait for the broker about
   * @param open operations that the database knows to be under way
   */
  Told(Collection<PendingMessages.Key> pending, Collection<UUID> open) {
    pending.forEach(key -> versions.put(key, 0L));
    doubt(open);
  }

  /** Has what is told of these operations kept. */
  void doubt(Collection<UUID> ids) {
    ids.forEach(id -> operations.put(id, Optional.empty()));
  }

  void version(ConsumerRecord<String, byte[]> record) {
    LetterHeaders.number(record, "ce_sequence")
        .ifPresent(
            version ->
                versions.computeIfPresent(
                    new PendingMessages.Key(record.topic(), String.valueOf(record.key())),
                    (key, before) -> Math.max(before, version)));
  }

  /** What has ended stays as it ended. */
  void operation(Operation operation) {
    operations.computeIfPresent(
        operation.id(),
        (id, before) ->
            before.filter(OperationStatus::isEnded).isPresent()
                ? before
                : Optional.of(operation.status()));
  }

  void action(AdminEvent event) {
    if (event.status().isEnded()) {
      endedActions.add(event.id());
    }
  }

  /** The highest versions that the broker has of what messages wait about. */
  Map<PendingMessages.Key, Long> versions() {
    return versions;
  }

  /** What was told of the request's operation; none if nothing was. */
  Optional<OperationStatus> of(SnapshotRequest request) {
    return operations.getOrDefault(request.operationId(), Optional.empty());
  }

  Map<UUID, OperationStatus> endedOperations() {
    return operations.entrySet().stream()
        .filter(each -> each.getValue().filter(OperationStatus::isEnded).isPresent())
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().orElseThrow()));
  }

  Set<UUID> endedActions() {
    return endedActions;
  }
}
