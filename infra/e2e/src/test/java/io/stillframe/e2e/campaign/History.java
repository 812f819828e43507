package io.stillframe.e2e.campaign;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What happened in a campaign, as it can be seen from outside: what callers were answered, what the
 * topics tell, what the read model shows, what there is at the providers.
 *
 * @param requested what the workers were sent, without cancellations
 * @param cancels the operations that somebody asked to cancel
 * @param told the events, in the order in which a subscriber got them
 * @param states the latest message of each snapshot on the topic of states
 * @param differences of a read model that was folded anew, a line for each table
 * @param deadLetters what stands on the dead-letter topics, a line each
 * @param oddAnswers answers that no caller should ever get, a line each
 */
record History(
    List<Accepted> accepted,
    List<Requested> requested,
    List<UUID> cancels,
    List<Sight> sights,
    List<Told> told,
    List<StateTold> states,
    List<Shown> shown,
    List<OperationShown> operations,
    List<Copy> copies,
    List<NewVolume> volumes,
    List<String> differences,
    List<String> deadLetters,
    List<String> oddAnswers) {

  /**
   * A request that was accepted.
   *
   * @param key the Idempotency-Key that it was sent with
   * @param snapshot that it was asked for; a create's is the answer's
   * @param kind of what was asked for
   * @param calm whether it is for a provider that nobody disturbs
   * @param volume of the provider that the snapshot is of
   * @param members what it asked of the snapshot's name and labels
   * @param due the earliest that its deadline can be, by what was asked and when
   */
  record Accepted(
      UUID operation,
      UUID snapshot,
      String kind,
      String organization,
      String key,
      boolean calm,
      String volume,
      Members members,
      Instant due) {}

  /** A message to the workers; one that is sent again has the same id. */
  record Requested(UUID snapshot, UUID operation, String kind, String message) {}

  /**
   * What a caller saw of a snapshot that was not asked for by its own id.
   *
   * @param owner whose snapshot it was
   */
  record Sight(String caller, String owner, UUID snapshot, String call) {}

  /** An event. */
  record Told(
      UUID snapshot,
      long version,
      String type,
      @Nullable String previousState,
      String state,
      @Nullable String providerSnapshotId,
      Members members,
      List<Moved> moved,
      String digest) {

    /** Ids of what it says is at the provider. */
    Stream<String> atProvider() {
      return Stream.concat(
          Stream.ofNullable(providerSnapshotId),
          moved.stream()
              .filter(each -> each.newVolume() != null)
              .flatMap(each -> Stream.of(each.newVolume(), each.operation().toString())));
    }
  }

  /**
   * What an event says of an operation.
   *
   * @param problem why it failed
   * @param endedAt none while it runs
   */
  record Moved(
      UUID operation,
      String status,
      @Nullable String newVolume,
      @Nullable String problem,
      @Nullable Instant endedAt) {
    static Moved running(UUID operation) {
      return new Moved(operation, "running", null, null, null);
    }

    static Moved succeeded(UUID operation, @Nullable String newVolume) {
      return new Moved(operation, "succeeded", newVolume, null, Instant.EPOCH);
    }

    static Moved failed(UUID operation, String problem, Instant at) {
      return new Moved(operation, "failed", null, problem, at);
    }

    boolean isEnd() {
      return !status.equals("running");
    }
  }

  record StateTold(UUID snapshot, long version, String digest) {}

  /** A snapshot in the answer to its owner's list. */
  record Shown(UUID snapshot, String asker, String owner, long version, String digest) {}

  /** An operation in the answer to an organization's list. */
  record OperationShown(UUID operation, UUID snapshot, String asker, String status) {}

  /**
   * A copy that the provider has.
   *
   * @param mark the end of its name, or whatever else makes copies of one request alike
   * @param volume that it is of, as the provider tells it
   * @param same whether its content is its volume's, as far as the provider shows it
   */
  record Copy(String provider, String id, String mark, String volume, boolean same) {}

  /**
   * A volume that the provider has and that was not there before.
   *
   * @param id its own, or that of the operation which made it, where the provider knows only that
   * @param same whether its content is its copy's, as far as the provider shows it
   */
  record NewVolume(String provider, String id, String mark, boolean same) {}

  /** Every snapshot that anything tells of. */
  Set<UUID> snapshots() {
    Set<UUID> all = new TreeSet<>();
    accepted.forEach(each -> all.add(each.snapshot()));
    requested.forEach(each -> all.add(each.snapshot()));
    sights.forEach(each -> all.add(each.snapshot()));
    told.forEach(each -> all.add(each.snapshot()));
    states.forEach(each -> all.add(each.snapshot()));
    shown.forEach(each -> all.add(each.snapshot()));
    return all;
  }

  /** The part of it that tells of some snapshots, and whatever tells of none. */
  History of(Predicate<UUID> wanted) {
    Set<String> others =
        told.stream()
            .filter(each -> !wanted.test(each.snapshot()))
            .flatMap(Told::atProvider)
            .collect(Collectors.toSet());
    Draft part = Draft.of(this);
    part.accepted.removeIf(each -> !wanted.test(each.snapshot()));
    part.requested.removeIf(each -> !wanted.test(each.snapshot()));
    part.sights.removeIf(each -> !wanted.test(each.snapshot()));
    part.told.removeIf(each -> !wanted.test(each.snapshot()));
    part.states.removeIf(each -> !wanted.test(each.snapshot()));
    part.shown.removeIf(each -> !wanted.test(each.snapshot()));
    part.operations.removeIf(each -> !wanted.test(each.snapshot()));
    part.copies.removeIf(each -> others.contains(each.id()));
    part.volumes.removeIf(each -> others.contains(each.id()));
    return part.history();
  }

  /** A line for each thing that it holds. */
  Stream<String> lines() {
    return Stream.of(
            accepted,
            requested,
            cancels,
            sights,
            told,
            states,
            shown,
            operations,
            copies,
            volumes,
            differences,
            deadLetters,
            oddAnswers)
        .flatMap(List::stream)
        .map(Object::toString);
  }
}
