package io.stillframe.simulator.cloudmc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import io.stillframe.simulator.fault.Outcome;
import io.stillframe.simulator.fault.Presence;
import io.stillframe.simulator.ledger.Ledger;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.ledger.ObjectEntry.Change;
import io.stillframe.simulator.server.Call;

/** What the cloud holds: volumes, their snapshots, and the tasks that move them. */
final class CloudStack {
  private final CloudMcSettings seed;
  private final Ledger ledger;
  private final InstantSource clock;
  private final CloudVolumes volumes = new CloudVolumes();
  private final Map<String, CloudSnapshot> snapshots = new LinkedHashMap<>();
  private final RememberedTasks tasks = new RememberedTasks();

  private CloudMcSettings settings;

  CloudStack(CloudMcSettings seed, Ledger ledger, InstantSource clock) {
    this.seed = seed;
    this.settings = seed;
    this.ledger = ledger;
    this.clock = clock;
    volumes.replace(seed.volumes());
  }

  Instant now() {
    return clock.instant();
  }

  CloudMcSettings settings() {
    return settings;
  }

  void settings(CloudMcSettings others) {
    settings = others;
  }

  void reset() {
    settings = seed;
    snapshots.clear();
    tasks.clear();
    volumes.replace(seed.volumes());
  }

  CloudVolumes volumes() {
    return volumes;
  }

  String state(CloudMcVolume volume) {
    return volumes.state(volume, now());
  }

  /** What a caller sees now. */
  List<CloudSnapshot> snapshots(String environment) {
    Instant now = now();
    snapshots.values().removeIf(snapshot -> !snapshot.presence().existsAt(now));
    return snapshots.values().stream()
        .filter(snapshot -> snapshot.isIn(environment) && snapshot.presence().showsAt(now))
        .toList();
  }

  Optional<CloudSnapshot> snapshot(String environment, String id) {
    return Optional.ofNullable(snapshots.get(id))
        .filter(snapshot -> snapshot.isIn(environment) && snapshot.presence().showsAt(now()));
  }

  /** How many there are, seen or not. */
  long count(String environment) {
    Instant now = now();
    return snapshots.values().stream()
        .filter(snapshot -> snapshot.isIn(environment) && snapshot.presence().existsAt(now))
        .count();
  }

  CloudTask create(Call call, CloudMcVolume volume, String name, boolean rapid) {
    Instant now = now();
    Outcome outcome = call.fate().stuck() ? Outcome.STICK : nextOutcome();
    Duration duration = settings.snapshotDuration();
    Presence presence = call.fate().from(now);
    CloudSnapshot snapshot =
        new CloudSnapshot(
            newId(), name, volume, rapid, now, duration, outcome, null, false, presence);
    snapshots.put(snapshot.id(), snapshot);
    enter(call, Change.CREATED, snapshot);
    if (call.fate().goneAfter() != null) {
      enter(call, Change.VANISHED, snapshot);
    }
    volumes.copied(volume, snapshot.endsAt());
    return begin(snapshot.id(), snapshot.endsAt(), outcome == Outcome.FAIL);
  }

  CloudTask delete(Call call, CloudSnapshot snapshot) {
    Instant now = now();
    Instant end = call.fate().stuck() ? Instant.MAX : now.plus(deleteDuration(snapshot, now));
    if (!snapshot.destroying()) {
      abandon(snapshot);
      snapshots.put(
          snapshot.id(),
          snapshot
              .withForced(null)
              .withDestroying(true)
              .withPresence(snapshot.presence().endingAt(end)));
      enter(call, Change.DELETED, snapshot);
    }
    return begin(snapshot.id(), end, false);
  }

  /** A task, as long as the cloud remembers it. */
  Optional<CloudTask> task(String id) {
    return tasks.get(id, now(), settings.taskLife());
  }

  /** Any snapshot there is, for the result of a task. */
  Optional<CloudSnapshot> snapshot(String id) {
    return Optional.ofNullable(snapshots.get(id))
        .filter(snapshot -> snapshot.presence().existsAt(now()));
  }

  boolean force(String id, String state) {
    Optional<CloudSnapshot> snapshot = snapshot(id);
    snapshot.ifPresent(
        forced -> {
          volumes.noLongerCopied(forced.volume());
          snapshots.put(id, forced.withForced(state));
        });
    return snapshot.isPresent();
  }

  /** Lets the snapshot that the call names vanish, if that is its fate. */
  void vanish(Call call, String id) {
    Instant end = call.fate().vanishingAt(now()).orElse(Instant.MAX);
    CloudSnapshot named = snapshots.get(id);
    if (named != null && end.isBefore(named.presence().until())) {
      snapshots.put(id, named.withPresence(named.presence().endingAt(end)));
      enter(call, Change.VANISHED, named);
    }
  }

  /** What is not backed up yet, or never will be, is removed at once. */
  private Duration deleteDuration(CloudSnapshot snapshot, Instant now) {
    return snapshot.state(now).equals("BackedUp") || snapshot.destroying()
        ? settings.deleteDuration()
        : Duration.ZERO;
  }

  /** The copy of a snapshot that is deleted goes on no more, and its task has failed. */
  private void abandon(CloudSnapshot snapshot) {
    Instant now = now();
    if (now.isBefore(snapshot.endsAt())) {
      tasks.fail(snapshot.id(), now);
      volumes.noLongerCopied(snapshot.volume());
    }
  }

  private Outcome nextOutcome() {
    Outcome next = Outcome.first(settings.outcomes());
    settings = settings.withOutcomes(Outcome.rest(settings.outcomes()));
    return next;
  }

  private CloudTask begin(String snapshotId, Instant end, boolean failing) {
    CloudTask task = new CloudTask(newId(), snapshotId, now(), end, failing);
    tasks.add(task, settings.taskLife());
    return task;
  }

  private void enter(Call call, Change change, CloudSnapshot snapshot) {
    ledger.enter(
        new ObjectEntry(
            now(),
            change,
            ObjectEntry.Type.SNAPSHOT,
            snapshot.id(),
            snapshot.name(),
            List.of(),
            snapshot.volume().id(),
            call.number()));
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }
}
