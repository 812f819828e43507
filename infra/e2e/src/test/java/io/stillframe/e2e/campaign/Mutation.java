package io.stillframe.e2e.campaign;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.stillframe.e2e.campaign.History.Accepted;
import io.stillframe.e2e.campaign.History.Moved;
import io.stillframe.e2e.campaign.History.OperationShown;
import io.stillframe.e2e.campaign.History.Shown;
import io.stillframe.e2e.campaign.History.Told;

/**
 * A change of a sound history that breaks a law.
 *
 * <p>Its first life has the events 0 to 5: requested, creating, available, updated, restoring,
 * restored. The second has 6 to 10: requested, creating, available, deleting, deleted; the third,
 * at a cloud, 11 and 12: requested, rejected. The fourth, 13 to 18, is like the first.
 */
record Mutation(String what, Law law, Consumer<Draft> change) {
  static final UUID NOBODY = new UUID(9, 9);
  static final String PROBLEM = "urn:stillframe:problem:";

  static History sound() {
    return lives().history();
  }

  static Lives lives() {
    return new Lives().available().deleted().rejected().available();
  }

  static History of(History history, Consumer<Draft> change) {
    Draft draft = Draft.of(history);
    change.accept(draft);
    return draft.history();
  }

  @Override
  public String toString() {
    return what;
  }

  /** The operation that an event tells of. */
  static UUID operation(Draft draft, int event) {
    return draft.told.get(event).moved().getFirst().operation();
  }

  static void change(Draft draft, int event, String type, String state, List<Moved> moved) {
    draft.told.set(event, told(draft, event, type, state, moved, draft.told.get(event).digest()));
  }

  static Told told(
      Draft draft, int event, String type, String state, List<Moved> moved, String digest) {
    Told told = draft.told.get(event);
    return new Told(
        told.snapshot(),
        told.version(),
        type,
        told.previousState(),
        state,
        told.providerSnapshotId(),
        told.members(),
        moved,
        digest);
  }

  static void rename(Draft draft, int event, Members members) {
    Told told = draft.told.get(event);
    draft.told.set(
        event,
        new Told(
            told.snapshot(),
            told.version(),
            told.type(),
            told.previousState(),
            told.state(),
            told.providerSnapshotId(),
            members,
            told.moved(),
            told.digest()));
  }

  /** The operation that an event tells of ends so, by an event like that, and is shown so. */
  static void end(Draft draft, int event, String type, String state, Moved moved) {
    change(draft, event, type, state, List.of(moved));
    draft.operations.replaceAll(
        each ->
            each.operation().equals(moved.operation())
                ? new OperationShown(
                    each.operation(), each.snapshot(), each.asker(), moved.status())
                : each);
  }

  /** The first life's restore fails so, without a volume. */
  static void failRestore(Draft draft, String problem) {
    endRestore(draft, Moved.failed(operation(draft, 5), PROBLEM + problem, Lives.EARLY));
  }

  static void endRestore(Draft draft, Moved moved) {
    end(draft, 5, "restore-failed", "available", moved);
    draft.volumes.remove(0);
  }

  /** The first life's update fails so, and changes nothing. */
  static void failUpdate(Draft draft, String problem) {
    Moved failed = Moved.failed(operation(draft, 3), PROBLEM + problem, Lives.EARLY);
    end(draft, 3, "update-failed", "available", failed);
    Members members = draft.told.get(2).members();
    List.of(3, 4, 5).forEach(event -> rename(draft, event, members));
  }

  /** What the first life's provider does with an operation counts as that of another provider. */
  static void accepted(Draft draft, UUID operation, UnaryOperator<Accepted> change) {
    draft.accepted.replaceAll(
        each -> each.operation().equals(operation) ? change.apply(each) : each);
  }

  static Accepted calm(Accepted each, boolean calm) {
    return new Accepted(
        each.operation(),
        each.snapshot(),
        each.kind(),
        each.organization(),
        each.key(),
        calm,
        each.volume(),
        each.members(),
        each.due());
  }

  static Shown shown(Draft draft, String asker, String owner, String digest) {
    Shown first = draft.shown.get(0);
    return new Shown(first.snapshot(), asker, owner, first.version(), digest);
  }
}
