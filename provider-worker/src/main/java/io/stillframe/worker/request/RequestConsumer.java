package io.stillframe.worker.request;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.contract.Message;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.Topic;
import io.stillframe.intake.AppliedOffsets;
import io.stillframe.intake.InapplicableException;
import io.stillframe.intake.Intake;
import io.stillframe.intake.Received;
import io.stillframe.intake.RefusedException;
import io.stillframe.intake.Replayable;
import io.stillframe.intake.Taker;
import io.stillframe.outbox.Outbox;
import io.stillframe.worker.snapshot.Snapshots;
import io.stillframe.worker.task.TaskEngine;

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
  private final StoredRequests requests;
  private final TaskEngine engine;
  private final FirstEvents firstEvents;
  private final Clock clock;

  RequestConsumer(
      Intake intake,
      Outbox outbox,
      Inbox inbox,
      Snapshots snapshots,
      StoredRequests requests,
      TaskEngine engine,
      FirstEvents firstEvents,
      Clock clock) {
    this.intake = intake;
    this.outbox = outbox;
    this.inbox = inbox;
    this.snapshots = snapshots;
    this.requests = requests;
    this.engine = engine;
    this.firstEvents = firstEvents;
    this.clock = clock;
  }

  @Incoming("snapshot-requests")
  Uni<Void> take(ConsumerRecords<String, byte[]> records) {
    return intake.take(
        records,
        Taker.of(Topic.SNAPSHOT_REQUESTS, RequestConsumer::decode, this::takeAll)
            .deadLetteredThen(this::endOperation),
        () -> AppliedOffsets.upTo(records));
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
                    .transaction(
                        () ->
                            requests
                                .take(batch, TakingRequests::take)
                                .invoke(RequestConsumer::taken))
                    .invoke(engine::wake)
                    .replaceWithVoid()));
  }

  private static SnapshotRequest decode(ConsumerRecord<String, byte[]> record) throws IOException {
    return Message.read(record.value(), SnapshotRequest.class);
  }

  private Uni<Void> takeAll(List<Received<SnapshotRequest>> batch) {
    return outbox
        .transaction(() -> requests.take(batch, TakingRequests::take))
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
                                requests.store(
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
}
