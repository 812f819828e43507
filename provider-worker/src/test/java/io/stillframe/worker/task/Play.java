package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.stillframe.contract.CancelOperation;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.UpdateSnapshot;

/** Carries out what {@link Act}s say, then lets everything come to rest. */
final class Play {
  private static final String OWNER = "acme";
  private static final int MANY_STEPS = 1000;

  final Workers workers;
  final List<SnapshotRequest> requests = new ArrayList<>();
  private final List<Workers.Answer> late = new ArrayList<>();
  private int ids;
  private Instant healedAt = Instant.MAX;

  Play(boolean cloudPromises) {
    workers = new Workers(cloudPromises);
  }

  void act(Act act) {
    switch (act) {
      case Act.Ask ask -> take(request(ask));
      case Act.AskAgain again -> {
        if (!requests.isEmpty()) {
          workers.take(chosen(requests, again.request()));
        }
      }
      case Act.Work work -> work(work);
      case Act.Arrive arrive -> {
        if (!late.isEmpty()) {
          workers.fold(late.remove(arrive.answer() % late.size()));
        }
      }
      case Act.Turn turn -> workers.cloud.turn(turn.thing(), turn.fate());
      case Act.Pass pass -> workers.pass(Duration.ofSeconds(pass.time().seconds));
    }
  }

  /** Heals everything, lets it run to its end, and has the last answers arrive when all is done. */
  void rest() {
    workers.cloud.heal();
    healedAt = workers.now();
    finish();
    late.forEach(workers::fold);
    finish();
  }

  Instant healedAt() {
    return healedAt;
  }

  private void finish() {
    for (int i = 0; !workers.table.open().isEmpty(); i++) {
      if (i == MANY_STEPS) {
        throw new AssertionError("it does not come to an end: " + workers.table.open());
      }
      Row next =
          workers.table.claimable(workers.now()).stream()
              .min(Comparator.comparing(Row::freeAt))
              .orElseThrow(() -> new AssertionError("nothing moves: " + workers.table.open()));
      workers.fold(workers.perform(next, Trouble.NONE, 0));
    }
  }

  private void work(Act.Work work) {
    List<Row> rows = workers.table.claimable(workers.now());
    if (rows.isEmpty()) {
      return;
    }
    Workers.Answer answer = workers.perform(chosen(rows, work.task()), work.trouble(), work.call());
    switch (work.answer()) {
      case AT_ONCE -> workers.fold(answer);
      case LATE -> late.add(answer);
      case NEVER -> {}
    }
  }

  private void take(SnapshotRequest request) {
    requests.add(request);
    workers.take(request);
  }

  private SnapshotRequest request(Act.Ask ask) {
    UUID id = id(0, ask.snapshot());
    Instant now = workers.now();
    Instant deadline = now.plusSeconds(ask.deadline().seconds);
    if (!workers.snapshots().containsKey(id)) {
      return new CreateSnapshot(
          id(1, ids++),
          id,
          OWNER,
          "compute-on",
          "test_area",
          "volume",
          null,
          null,
          "name",
          null,
          Map.of(),
          false,
          now,
          deadline);
    }
    return switch (ask.what()) {
      case UPDATE -> update(id, "name", "name " + ids, deadline);
      case TRANSFER -> update(id, "organization", "other", deadline);
      case RESTORE -> new RestoreSnapshot(id(1, ids++), id, OWNER, "new", now, deadline);
      case DELETE ->
          new DeleteSnapshot(id(1, ids++), id, workers.snapshots().get(id).organization(), now);
      case CANCEL -> cancel(id, ask.deadline().ordinal(), now);
    };
  }

  private SnapshotRequest update(UUID id, String member, String value, Instant deadline) {
    return new UpdateSnapshot(
        id(1, ids++),
        id,
        OWNER,
        JsonNodeFactory.instance.objectNode().put(member, value),
        null,
        workers.now(),
        deadline);
  }

  private SnapshotRequest cancel(UUID id, int which, Instant now) {
    List<SnapshotRequest> targets =
        requests.stream()
            .filter(each -> each.snapshotId().equals(id))
            .filter(each -> each instanceof CreateSnapshot || each instanceof RestoreSnapshot)
            .toList();
    SnapshotRequest target = chosen(targets, which);
    OperationKind kind =
        target instanceof RestoreSnapshot ? OperationKind.RESTORE : OperationKind.CREATE;
    return new CancelOperation(target.operationId(), id, OWNER, kind, now);
  }

  private static <T> T chosen(List<T> all, int choice) {
    return all.get(choice % all.size());
  }

  private static UUID id(long kind, long number) {
    return new UUID(0x01a1ff8e6d527b3aL, 0x9c51_0000_0000_0000L | kind << 32 | number);
  }
}
