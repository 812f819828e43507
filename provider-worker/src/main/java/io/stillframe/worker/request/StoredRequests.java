package io.stillframe.worker.request;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.intake.LetterHeaders;
import io.stillframe.intake.Received;
import io.stillframe.observability.Trace;
import io.stillframe.outbox.Outbox;
import io.stillframe.worker.snapshot.Snapshots;
import io.stillframe.worker.task.NewTask;
import io.stillframe.worker.task.Stop;
import io.stillframe.worker.task.Tasks;

/**
 * Stores what requests mean: aggregates, first tasks and first events. All of it happens in the
 * caller's transaction.
 */
@Singleton
class StoredRequests {
  private final Inbox inbox;
  private final Snapshots snapshots;
  private final Tasks tasks;
  private final Outbox outbox;
  private final Clock clock;

  StoredRequests(Inbox inbox, Snapshots snapshots, Tasks tasks, Outbox outbox, Clock clock) {
    this.inbox = inbox;
    this.snapshots = snapshots;
    this.tasks = tasks;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** What a request means; nothing when it asks for nothing any more. */
  interface Rule {
    Optional<Intent> take(@Nullable Snapshot before, SnapshotRequest request, Instant now);
  }

  /** Takes those of the requests that were not taken before, and answers with them. */
  Uni<List<SnapshotRequest>> take(List<Received<SnapshotRequest>> batch, Rule rule) {
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
                  .chain(known -> store(decide(known, fresh, rule, now)))
                  .replaceWith(requests);
            });
  }

  private static List<Intent> decide(
      Map<UUID, Snapshot> known, List<Received<SnapshotRequest>> batch, Rule rule, Instant now) {
    Map<UUID, Snapshot> current = new HashMap<>(known);
    List<Intent> intents = new ArrayList<>();
    for (Received<SnapshotRequest> each : batch) {
      SnapshotRequest request = each.message();
      String traceparent =
          LetterHeaders.text(each.record(), Trace.HEADER).filter(Trace::isReadable).orElse(null);
      rule.take(current.get(request.snapshotId()), request, now)
          .ifPresent(
              intent -> {
                current.put(request.snapshotId(), intent.snapshot());
                intents.add(intent.continuing(traceparent));
              });
    }
    return intents;
  }

  Uni<Void> store(Iterable<Intent> intents) {
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
