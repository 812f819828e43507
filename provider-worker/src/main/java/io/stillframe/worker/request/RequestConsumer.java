package io.stillframe.worker.request;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.intake.Intake;
import io.stillframe.intake.Received;
import io.stillframe.outbox.Outbox;
import io.stillframe.worker.snapshot.Snapshots;
import io.stillframe.worker.task.NewTask;
import io.stillframe.worker.task.Stop;
import io.stillframe.worker.task.TaskEngine;
import io.stillframe.worker.task.Tasks;

/**
 * Takes requests in batches: one transaction stores the aggregates, the first task and the first
 * event of all of them. No record is held while a provider works.
 */
@ApplicationScoped
class RequestConsumer {
  private final Intake intake;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Snapshots snapshots;
  private final Tasks tasks;
  private final TaskEngine engine;
  private final Clock clock;

  RequestConsumer(
      Intake intake,
      Outbox outbox,
      Inbox inbox,
      Snapshots snapshots,
      Tasks tasks,
      TaskEngine engine,
      Clock clock) {
    this.intake = intake;
    this.outbox = outbox;
    this.inbox = inbox;
    this.snapshots = snapshots;
    this.tasks = tasks;
    this.engine = engine;
    this.clock = clock;
  }

  @Incoming("snapshot-requests")
  Uni<Void> take(ConsumerRecords<String, byte[]> records) {
    return intake.take(
        records,
        record -> Message.read(record.value(), SnapshotRequest.class),
        batch ->
            outbox
                .transaction(() -> store(batch.stream().map(Received::message).toList()))
                .invoke(engine::wake));
  }

  private Uni<Void> store(List<SnapshotRequest> requests) {
    Instant now = clock.instant();
    return inbox
        .takeNew(requests)
        .chain(
            fresh -> {
              Set<UUID> ids =
                  fresh.stream().map(SnapshotRequest::snapshotId).collect(Collectors.toSet());
              return snapshots.lock(ids).chain(known -> store(decide(known, fresh, now)));
            });
  }

  private static List<Intent> decide(
      Map<UUID, Snapshot> known, List<SnapshotRequest> requests, Instant now) {
    Map<UUID, Snapshot> current = new HashMap<>(known);
    List<Intent> intents = new ArrayList<>();
    for (SnapshotRequest request : requests) {
      TakingRequests.take(current.get(request.snapshotId()), request, now)
          .ifPresent(
              intent -> {
                current.put(request.snapshotId(), intent.snapshot());
                intents.add(intent);
              });
    }
    return intents;
  }

  private Uni<Void> store(Iterable<Intent> intents) {
    Map<UUID, Snapshot> changed = new HashMap<>();
    List<Message> messages = new ArrayList<>();
    List<NewTask> added = new ArrayList<>();
    List<Stop> stops = new ArrayList<>();
    for (Intent intent : intents) {
      changed.put(intent.snapshot().id(), intent.snapshot());
      intent.events().forEach(event -> messages.addAll(Message.all(event)));
      Stream.ofNullable(intent.task()).forEach(added::add);
      Stream.ofNullable(intent.stop()).forEach(stops::add);
    }
    return snapshots
        .save(changed.values())
        .chain(() -> tasks.add(added))
        .chain(() -> tasks.cancel(stops))
        .chain(() -> outbox.append(messages));
  }
}
