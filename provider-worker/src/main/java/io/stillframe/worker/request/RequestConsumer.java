package io.stillframe.worker.request;

import java.io.IOException;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.contract.Message;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.Topic;
import io.stillframe.intake.InapplicableException;
import io.stillframe.intake.Intake;
import io.stillframe.intake.LetterHeaders;
import io.stillframe.intake.Received;
import io.stillframe.intake.RefusedException;
import io.stillframe.intake.Replayable;
import io.stillframe.intake.Taker;
import io.stillframe.observability.Trace;
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
class RequestConsumer implements Replayable {
  private final Intake intake;
  private final Outbox outbox;
  private final Inbox inbox;
  private final Snapshots snapshots;
  private final Tasks tasks;
  private final TaskEngine engine;
  private final FirstEvents firstEvents;
  private final Clock clock;

  RequestConsumer(
      Intake intake,
      Outbox outbox,
      Inbox inbox,
      Snapshots snapshots,
      Tasks tasks,
      TaskEngine engine,
      FirstEvents firstEvents,
      Clock clock) {
    this.intake = intake;
    this.outbox = outbox;
    this.inbox = inbox;
    this.snapshots = snapshots;
    this.tasks = tasks;
    this.engine = engine;
    this.firstEvents = firstEvents;
    this.clock = clock;
  }

  @Incoming("snapshot-requests")
  Uni<Void> take(ConsumerRecords<String, byte[]> records) {
    return intake.take(
        records,
        Taker.of(Topic.SNAPSHOT_REQUESTS, RequestConsumer::decode, this::takeAll)
            .deadLetteredThen(this::endOperation));
  }

  /** A request that was taken once, or whose operation has ended, is not taken by a replay. */
  @Override
  public List<Taker<?>> takersOfReplays() {
    return List.of(
        Taker.of(
            Topic.SNAPSHOT_REQUESTS,
            RequestConsumer::decode,
            batch ->
                outbox
                    .transaction(() -> store(batch).invoke(RequestConsumer::taken))
                    .invoke(engine::wake)
                    .replaceWithVoid()));
  }

  private static SnapshotRequest decode(ConsumerRecord<String, byte[]> record) throws IOException {
    return Message.read(record.value(), SnapshotRequest.class);
  }

  private Uni<Void> takeAll(List<Received<SnapshotRequest>> batch) {
    return outbox
        .transaction(() -> store(batch))
        .invoke(engine::wake)
        .invoke(firstEvents::published)
        .replaceWithVoid();
  }

  private static void taken(List<SnapshotRequest> fresh) {
    if (fresh.isEmpty()) {
      throw new RefusedException(
          ProblemType.OPERATION_ENDED.because(
              "the request was taken before; its operation has ended or will"));
    }
  }

  /** Those of the requests that were not taken before. */
  private Uni<List<SnapshotRequest>> store(List<Received<SnapshotRequest>> batch) {
    Instant now = clock.instant();
    return inbox
        .takeNew(batch, each -> each.message().messageId())
        .chain(
            fresh -> {
              List<SnapshotRequest> requests = fresh.stream().map(Received::message).toList();
              Set<UUID> ids =
                  requests.stream().map(SnapshotRequest::snapshotId).collect(Collectors.toSet());
              return snapshots
                  .lock(ids)
                  .chain(known -> store(decide(known, fresh, now)))
                  .replaceWith(requests);
            });
  }

  /**
   * Every operation ends, also that of a request which cannot be taken. It comes after the dead
   * letter: a crash in between has both done again, and the letter twice rather than not at all. A
   * copy of the request that arrives later is not taken any more.
   */
  private Uni<Void> endOperation(ConsumerRecord<String, byte[]> record, Throwable cause) {
    Instant now = clock.instant();
    return RefusedRequest.of(record, now)
        .map(refused -> outbox.transaction(() -> end(refused, problem(cause), now)))
        .orElseGet(() -> Uni.createFrom().voidItem());
  }

  private Uni<Void> end(RefusedRequest refused, Problem why, Instant now) {
    UUID snapshotId = refused.asked().snapshotId();
    return inbox
        .takeNew(List.of(refused.asked()), SnapshotRequest::messageId)
        .chain(
            fresh ->
                fresh.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : snapshots
                        .lock(Set.of(snapshotId))
                        .chain(
                            known ->
                                store(
                                    List.of(
                                        Intent.ended(
                                            refused.ended(known.get(snapshotId), why, now))))));
  }

  private static Problem problem(Throwable cause) {
    return ProblemType.REQUEST_NOT_TAKEN.because(
        cause instanceof InapplicableException known
            ? String.valueOf(known.getMessage())
            : "the request cannot be read or applied; an administrator finds it among the dead letters");
  }

  private static List<Intent> decide(
      Map<UUID, Snapshot> known, List<Received<SnapshotRequest>> batch, Instant now) {
    Map<UUID, Snapshot> current = new HashMap<>(known);
    List<Intent> intents = new ArrayList<>();
    for (Received<SnapshotRequest> each : batch) {
      SnapshotRequest request = each.message();
      String traceparent =
          LetterHeaders.text(each.record(), Trace.HEADER).filter(Trace::isReadable).orElse(null);
      TakingRequests.take(current.get(request.snapshotId()), request, now)
          .ifPresent(
              intent -> {
                current.put(request.snapshotId(), intent.snapshot());
                intents.add(intent.continuing(traceparent));
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
      intent.events().stream()
          .flatMap(event -> Message.all(event).stream())
          .map(message -> Trace.continuing(intent.traceparent(), message))
          .forEach(messages::add);
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
