package io.stillframe.e2e.campaign;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.stillframe.e2e.Answer;

/** What callers write down: what was accepted, what they saw, what they know of. */
final class Diary {
  private final Queue<History.Accepted> accepted = new ConcurrentLinkedQueue<>();
  private final Set<UUID> cancels = ConcurrentHashMap.newKeySet();
  private final Queue<History.Sight> sights = new ConcurrentLinkedQueue<>();
  private final Queue<String> odd = new ConcurrentLinkedQueue<>();
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<String, List<Known>> snapshots = new ConcurrentHashMap<>();

  private final Map<UUID, String> volumes = new ConcurrentHashMap<>();
  private final Set<UUID> known = ConcurrentHashMap.newKeySet();

  /**
   * A snapshot that a caller knows of.
   *
   * @param creation the operation that makes it
   */
  record Known(UUID id, UUID creation, Target target) {}

  void accepted(Ask ask, Answer answer) {
    Target target = ask.target();
    UUID operation = UUID.fromString(answer.operationId());
    UUID snapshot = ask.snapshot() == null ? UUID.fromString(answer.snapshotId()) : ask.snapshot();
    accepted.add(
        new History.Accepted(
            operation,
            snapshot,
            ask.kind(),
            target.organization(),
            ask.key(),
            target.isCalm(),
            target.volumeId(),
            ask.members(),
            ask.due()));
    volumes.put(operation, target.volumeId());
    count(ask.kind() + " accepted");
    if (ask.snapshot() == null && known.add(snapshot)) {
      snapshots
          .computeIfAbsent(target.organization(), o -> new CopyOnWriteArrayList<>())
          .add(new Known(snapshot, operation, target));
    }
  }

  /** The volume that an accepted operation has to do with, by its id. */
  @Nullable String volumeOf(UUID operation) {
    return volumes.get(operation);
  }

  /** What is the caller's own is only counted: there is too much of it to keep. */
  void saw(String caller, String owner, UUID snapshot, String call) {
    if (caller.equals(owner)) {
      count("sights of their own");
      return;
    }
    sights.add(new History.Sight(caller, owner, snapshot, call));
  }

  void odd(String what) {
    odd.add(what);
  }

  void count(String what) {
    counts.computeIfAbsent(what, key -> new LongAdder()).increment();
  }

  /** One that the organization has or had, if there is any; new ones more likely. */
  @Nullable Known any(String organization, SplittableRandom random) {
    List<Known> all = snapshots.getOrDefault(organization, List.of());
    int size = all.size();
    if (size == 0) {
      return null;
    }
    int back = (int) (size * Math.pow(random.nextDouble(), 2));
    return all.get(Math.max(0, size - 1 - back));
  }

  int live(String organization) {
    return snapshots.getOrDefault(organization, List.of()).size();
  }

  void forget(Known known) {
    snapshots.getOrDefault(known.target().organization(), List.of()).remove(known);
  }

  /** How many operations were accepted, each once, however many answers told it. */
  int acceptedCount() {
    return volumes.size();
  }

  List<History.Accepted> accepted() {
    return List.copyOf(accepted);
  }

  /** Written down before it is asked for: an answer may be lost. */
  void cancels(UUID operation) {
    cancels.add(operation);
  }

  List<UUID> cancels() {
    return List.copyOf(cancels);
  }

  List<History.Sight> sights() {
    return List.copyOf(sights);
  }

  List<String> oddAnswers() {
    return List.copyOf(odd);
  }

  Map<String, LongAdder> counts() {
    return new TreeMap<>(counts);
  }
}
