package io.stillframe.simulator.scaleway;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.stillframe.simulator.fault.Outcome;
import io.stillframe.simulator.ledger.Ledger;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.ledger.ObjectEntry.Change;
import io.stillframe.simulator.server.Call;

/** What the cloud holds, whichever of its APIs asks. */
final class Store {
  private final ScalewaySettings seed;
  private final Ledger ledger;
  private final InstantSource clock;
  private final Map<String, StoredVolume> volumes = new LinkedHashMap<>();
  private final Map<String, StoredSnapshot> snapshots = new LinkedHashMap<>();
  private ScalewaySettings settings;

  Store(ScalewaySettings seed, Ledger ledger, InstantSource clock) {
    this.seed = seed;
    this.settings = seed;
    this.ledger = ledger;
    this.clock = clock;
    seed.volumes().forEach(this::add);
  }

  Instant now() {
    return clock.instant();
  }

  ScalewaySettings settings() {
    return settings;
  }

  void settings(ScalewaySettings others) {
    settings = others;
  }

  void reset() {
    settings = seed;
    volumes.clear();
    snapshots.clear();
    seed.volumes().forEach(this::add);
  }

  void add(ScalewayVolume volume) {
    volumes.put(volume.id(), StoredVolume.of(volume, now()));
  }

  List<StoredVolume> volumes() {
    Instant now = now();
    volumes.values().removeIf(volume -> !volume.presence().existsAt(now));
    return volumes.values().stream().filter(volume -> volume.presence().showsAt(now)).toList();
  }

  Optional<StoredVolume> volume(String id) {
    return Optional.ofNullable(volumes.get(id)).filter(volume -> volume.presence().showsAt(now()));
  }

  List<StoredSnapshot> snapshots() {
    Instant now = now();
    snapshots.values().removeIf(snapshot -> !snapshot.presence().existsAt(now));
    return snapshots.values().stream()
        .filter(snapshot -> snapshot.presence().showsAt(now))
        .toList();
  }

  Optional<StoredSnapshot> snapshot(String id) {
    return Optional.ofNullable(snapshots.get(id))
        .filter(snapshot -> snapshot.presence().showsAt(now()));
  }

  /** How many there are, seen or not. */
  long count() {
    Instant now = now();
    return snapshots.values().stream()
        .filter(snapshot -> snapshot.presence().existsAt(now))
        .count();
  }

  void create(Call call, StoredSnapshot snapshot) {
    snapshots.put(snapshot.id(), snapshot);
    volumes.computeIfPresent(
        snapshot.volumeId(), (id, volume) -> volume.withSnapshottingUntil(snapshot.endsAt()));
    enter(call, Change.CREATED, snapshot);
    if (call.fate().goneAfter() != null) {
      enter(call, Change.VANISHED, snapshot);
    }
  }

  void update(StoredSnapshot snapshot) {
    snapshots.put(snapshot.id(), snapshot.withModifiedAt(now()));
  }

  void delete(Call call, StoredSnapshot snapshot) {
    snapshots.remove(snapshot.id());
    enter(call, Change.DELETED, snapshot);
  }

  void create(Call call, StoredVolume volume) {
    volumes.put(volume.id(), volume);
    enter(call, Change.CREATED, volume);
  }

  void update(StoredVolume volume) {
    volumes.put(volume.id(), volume.withModifiedAt(now()));
  }

  void delete(Call call, StoredVolume volume) {
    volumes.remove(volume.id());
    enter(call, Change.DELETED, volume);
  }

  boolean force(String id, String state) {
    Optional<StoredSnapshot> snapshot = Optional.ofNullable(snapshots.get(id));
    snapshot.ifPresent(
        forced -> {
          snapshots.put(id, forced.withForced(state));
          volumes.computeIfPresent(
              forced.volumeId(), (key, volume) -> volume.withSnapshottingUntil(now()));
        });
    return snapshot.isPresent();
  }

  /** Lets the snapshot that the call names vanish, if that is its fate. */
  void vanish(Call call, String id) {
    Instant end = call.fate().vanishingAt(now()).orElse(Instant.MAX);
    StoredSnapshot named = snapshots.get(id);
    if (named != null && end.isBefore(named.presence().until())) {
      snapshots.put(id, named.withPresence(named.presence().endingAt(end)));
      enter(call, Change.VANISHED, named);
    }
  }

  /** What is to become of the next snapshot. */
  Outcome nextOutcome(Call call) {
    if (call.fate().stuck()) {
      return Outcome.STICK;
    }
    Outcome next = Outcome.first(settings.outcomes());
    settings = settings.withOutcomes(Outcome.rest(settings.outcomes()));
    return next;
  }

  private void enter(Call call, Change change, StoredSnapshot snapshot) {
    ledger.enter(
        new ObjectEntry(
            now(),
            change,
            ObjectEntry.Type.SNAPSHOT,
            snapshot.id(),
            snapshot.name(),
            snapshot.tags(),
            snapshot.volumeId(),
            call.number()));
  }

  private void enter(Call call, Change change, StoredVolume volume) {
    ledger.enter(
        new ObjectEntry(
            now(),
            change,
            ObjectEntry.Type.VOLUME,
            volume.id(),
            volume.name(),
            volume.tags(),
            null,
            call.number()));
  }
}
