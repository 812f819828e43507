package io.stillframe.e2e.campaign;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.stillframe.e2e.campaign.History.Accepted;
import io.stillframe.e2e.campaign.History.Copy;
import io.stillframe.e2e.campaign.History.Moved;
import io.stillframe.e2e.campaign.History.NewVolume;
import io.stillframe.e2e.campaign.History.OperationShown;
import io.stillframe.e2e.campaign.History.Shown;
import io.stillframe.e2e.campaign.History.Sight;
import io.stillframe.e2e.campaign.History.StateTold;
import io.stillframe.e2e.campaign.History.Told;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Each law is broken once, and the checker says which it was. */
class CheckerTest {
  private static final UUID NOBODY = new UUID(9, 9);
  private static final String DEADLINE = "urn:stillframe:problem:deadline-exceeded";

  private static History sound() {
    return new Lives().available().deleted().rejected().available().history();
  }

  @Test
  void aSoundHistoryBreaksNoLaw() {
    assertThat(Checker.check(sound())).isEmpty();
  }

  @Test
  void whatIsToldAgainIsNoViolation() {
    // Given
    Draft draft = Draft.of(sound());
    draft.told.add(draft.told.get(1));
    History history = draft.history();
    // When
    List<Violation> found = Checker.check(history);
    // Then
    assertThat(found).isEmpty();
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        // The first life has versions 1 to 6: requested, creating, available, updated, restoring,
        // restored.
        broken("an event is lost", Law.GAP_FREE, h -> h.told.remove(1)),
        broken(
            "two events come in the wrong order",
            Law.GAP_FREE,
            h -> h.told.add(1, h.told.remove(3))),
        broken(
            "a version is told again as something else",
            Law.GAP_FREE,
            h -> h.told.add(told(h, 0, "requested", "requested", h.told.get(0).moved(), "other"))),
        broken(
            "an available snapshot is being created again",
            Law.LEGAL,
            h -> change(h, 3, "updated", "creating", h.told.get(3).moved())),
        broken(
            "the first event is not the first",
            Law.LEGAL,
            h -> change(h, 0, "creating", "requested", h.told.get(0).moved())),
        broken(
            "an operation never ends",
            Law.ENDS_ONCE,
            h -> change(h, 3, "updated", "available", List.of())),
        broken(
            "an operation ends twice",
            Law.ENDS_ONCE,
            h -> change(h, 4, "updated", "available", h.told.get(3).moved())),
        broken(
            "an operation is shown as running for ever",
            Law.ENDS_ONCE,
            h ->
                h.operations.set(
                    0,
                    new OperationShown(
                        h.accepted.get(0).operation(), h.accepted.get(0).snapshot(), "running"))),
        broken(
            "an accepted request is not shown at all", Law.ENDS_ONCE, h -> h.operations.remove(0)),
        broken(
            "a create that succeeded made nothing available",
            Law.RIGHT_OUTCOME,
            h -> change(h, 2, "progressed", "available", h.told.get(2).moved())),
        broken(
            "a restore is cancelled that nobody cancelled",
            Law.RIGHT_OUTCOME,
            h -> end(h, new Moved(lastOf(h, 5), "cancelled", null, null, false))),
        broken(
            "a deadline is exceeded that has not come",
            Law.RIGHT_OUTCOME,
            h -> end(h, Moved.failed(lastOf(h, 5), DEADLINE, false))),
        broken(
            "a create fails though nobody disturbs its provider",
            Law.RIGHT_OUTCOME,
            h -> {
              int rejected = 12;
              UUID create = lastOf(h, rejected);
              h.accepted.replaceAll(
                  each ->
                      each.operation().equals(create)
                          ? new Accepted(
                              create, each.snapshot(), "create", Lives.OWNER, each.key(), true)
                          : each);
            }),
        broken(
            "something happens that nobody asked for",
            Law.ASKED_FOR,
            h -> change(h, 4, "updated", "available", List.of(Moved.succeeded(NOBODY, null)))),
        broken(
            "the compacted topic is behind",
            Law.SAME_EVERYWHERE,
            h -> h.states.set(0, new StateTold(h.states.get(0).snapshot(), 5, "an older one"))),
        broken(
            "the compacted topic knows one that no event tells of",
            Law.SAME_EVERYWHERE,
            h -> h.states.add(new StateTold(NOBODY, 1, "whatever"))),
        broken(
            "the read model shows something else",
            Law.SAME_EVERYWHERE,
            h -> h.shown.set(0, shown(h, Lives.OWNER, "other"))),
        broken("the read model has lost one", Law.SAME_EVERYWHERE, h -> h.shown.remove(0)),
        broken(
            "a request has two copies",
            Law.ONE_FOR_ONE,
            h -> h.copies.add(new Copy("cloud", "second", h.copies.get(0).mark(), true))),
        broken(
            "a restore has two volumes",
            Law.ONE_FOR_ONE,
            h -> h.volumes.add(new NewVolume("cloud", "second", h.volumes.get(0).mark()))),
        broken(
            "a copy has no owner",
            Law.OWNED,
            h -> h.copies.add(new Copy("cloud", "left over", "nobody's", true))),
        broken(
            "a copy is not what its volume is",
            Law.SAME_BYTES,
            h -> {
              Copy copy = h.copies.remove(0);
              h.copies.add(new Copy(copy.provider(), copy.id(), copy.mark(), false));
            }),
        broken("a snapshot has no copy", Law.OWNED, h -> h.copies.remove(0)),
        broken("a restored volume is not there", Law.OWNED, h -> h.volumes.remove(0)),
        broken(
            "a failed restore has left a volume",
            Law.OWNED,
            h -> h.volumes.add(new NewVolume("cloud", "left over", "nobody's"))),
        broken(
            "a key names two operations",
            Law.ONE_PER_KEY,
            h -> {
              Accepted first = h.accepted.get(0);
              h.accepted.add(
                  new Accepted(
                      h.accepted.get(1).operation(),
                      first.snapshot(),
                      "update",
                      Lives.OWNER,
                      first.key(),
                      false));
            }),
        broken(
            "a list shows another's",
            Law.OWN_ONLY,
            h -> h.shown.set(0, shown(h, "stranger", h.shown.get(0).digest()))),
        broken(
            "a stranger is answered",
            Law.OWN_ONLY,
            h -> h.sights.add(new Sight("stranger", Lives.OWNER, NOBODY, "GET"))),
        broken("a record is dead-lettered", Law.NO_DEAD_LETTER, h -> h.deadLetters.add("worker")),
        broken(
            "a rebuilt table differs", Law.REBUILT_EQUAL, h -> h.differences.add("snapshot_view")),
        broken("a caller gets a 500", Law.CLEAR_ANSWERS, h -> h.oddAnswers.add("500")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void saysWhichLawIsBroken(String what, Law law, Consumer<Draft> mutation) {
    // Given
    History history = mutated(sound(), mutation);
    // When
    List<Violation> found = Checker.check(history);
    // Then
    assertThat(found).extracting(Violation::law).contains(law);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void cutsAwayWhatTheViolationDoesNotNeed(String what, Law law, Consumer<Draft> mutation) {
    // Given
    Lives lives = new Lives().available().deleted().rejected().available();
    IntStream.range(0, 20).forEach(i -> lives.deleted().available());
    History history = mutated(lives.history(), mutation);
    // When
    History cut = SmallestCut.of(history, law);
    // Then
    assertThat(Checker.check(cut)).extracting(Violation::law).contains(law);
    assertThat(cut.snapshots()).hasSizeLessThanOrEqualTo(1);
  }

  private static Arguments broken(String what, Law law, Consumer<Draft> mutation) {
    return arguments(what, law, mutation);
  }

  private static History mutated(History history, Consumer<Draft> mutation) {
    Draft draft = Draft.of(history);
    mutation.accept(draft);
    return draft.history();
  }

  private static UUID lastOf(Draft draft, int event) {
    return draft.told.get(event).moved().getFirst().operation();
  }

  /** The first life's restore ends so, and is shown so. */
  private static void end(Draft draft, Moved moved) {
    change(draft, 5, "restore-failed", "available", List.of(moved));
    draft.volumes.remove(0);
    draft.operations.replaceAll(
        each ->
            each.operation().equals(moved.operation())
                ? new OperationShown(each.operation(), each.snapshot(), moved.status())
                : each);
  }

  private static void change(Draft draft, int event, String type, String state, List<Moved> moved) {
    draft.told.set(event, told(draft, event, type, state, moved, draft.told.get(event).digest()));
  }

  private static Told told(
      Draft draft, int event, String type, String state, List<Moved> moved, String digest) {
    Told told = draft.told.get(event);
    return new Told(
        told.snapshot(),
        told.version(),
        type,
        told.previousState(),
        state,
        told.providerSnapshotId(),
        moved,
        digest);
  }

  private static Shown shown(Draft draft, String asker, String digest) {
    Shown first = draft.shown.get(0);
    return new Shown(first.snapshot(), asker, first.owner(), first.version(), digest);
  }
}
