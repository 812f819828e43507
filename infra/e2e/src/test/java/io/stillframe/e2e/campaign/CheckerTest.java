package io.stillframe.e2e.campaign;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.stillframe.contract.SnapshotState;
import io.stillframe.e2e.campaign.History.Accepted;
import io.stillframe.e2e.campaign.History.Moved;

import static io.stillframe.e2e.campaign.Mutation.PROBLEM;
import static io.stillframe.e2e.campaign.Mutation.operation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Each law is broken once, and the checker says which it was, and no other. */
class CheckerTest {
  static Stream<Mutation> broken() {
    return Stream.of(BrokenEvents.all(), BrokenOperations.all(), BrokenCopies.all())
        .flatMap(each -> each);
  }

  @Test
  void aSoundHistoryBreaksNoLaw() {
    assertThat(Checker.check(Mutation.sound())).isEmpty();
  }

  /** What may well happen. */
  static Stream<Arguments> sound() {
    return Stream.of(
        sound("an event is told again", h -> h.told.add(h.told.get(1))),
        sound("a message is sent again", h -> h.requested.add(h.requested.get(0))),
        sound("a key is answered again", h -> h.accepted.add(h.accepted.get(0))),
        sound(
            "a deadline is exceeded that has come",
            h ->
                Mutation.endRestore(
                    h, Moved.failed(operation(h, 5), PROBLEM + "deadline-exceeded", Lives.DUE))),
        sound(
            "a restore is cancelled",
            h -> {
              h.cancels.add(operation(h, 5));
              Mutation.endRestore(
                  h, new Moved(operation(h, 5), "cancelled", null, null, Lives.EARLY));
            }),
        sound(
            "a cloud fails an update",
            h -> {
              Mutation.accepted(h, operation(h, 3), each -> Mutation.calm(each, false));
              Mutation.failUpdate(h, "provider-unavailable");
            }),
        sound(
            "a cloud has lost the copy of a restore that runs",
            h -> {
              Mutation.accepted(h, operation(h, 5), each -> Mutation.calm(each, false));
              Mutation.failRestore(h, "snapshot-not-available");
              Mutation.change(h, 5, "restore-failed", "missing", h.told.get(5).moved());
              h.copies.remove(0);
            }));
  }

  @Test
  void whatComesTooEarlyOrTooLateMayBeRefused() {
    assertThat(Checker.check(new Lives().refusing().history())).isEmpty();
  }

  @Test
  void saysThatAnOperationIsAnotherSnapshotsThanItWasAskedFor() {
    // Given
    History history =
        Mutation.of(
            Mutation.sound(),
            h ->
                Mutation.accepted(
                    h,
                    operation(h, 10),
                    each ->
                        new Accepted(
                            each.operation(),
                            h.told.get(0).snapshot(),
                            each.kind(),
                            each.organization(),
                            each.key(),
                            each.calm(),
                            each.volume(),
                            each.members(),
                            each.due())));
    // When
    List<Violation> found = Checker.check(history);
    // Then
    assertThat(found).extracting(Violation::law).containsOnly(Law.RIGHT_OUTCOME);
  }

  @Test
  void saysThatTheOldestOperationDidNotEndSoon() {
    // Given
    Duration soon = Healing.END_LIMIT.minusMillis(1);
    Healing.Ends inTime = ends(soon, Healing.END_LIMIT);
    Healing.Ends late = ends(Healing.END_LIMIT, Healing.END_LIMIT);
    // When, Then
    assertThat(inTime.violations()).isEmpty();
    assertThat(late.violations()).extracting(Violation::law).containsExactly(Law.ENDS_SOON);
  }

  @Test
  void saysThatATaskWasOpenLongAfterTheLastOperation() {
    // Given
    Duration last = Duration.ofSeconds(5);
    Duration late = last.plus(Healing.END_LIMIT);
    // When, Then
    assertThat(ends(last, last, late.minusMillis(1)).violations()).isEmpty();
    assertThat(ends(last, last, late).violations())
        .extracting(Violation::law)
        .containsExactly(Law.ENDS_SOON);
  }

  private static Healing.Ends ends(Duration oldest, Duration last) {
    return ends(oldest, last, last);
  }

  private static Healing.Ends ends(Duration oldest, Duration last, Duration tasks) {
    return new Healing.Ends(new UUID(1, 1), oldest, last, tasks, tasks, Mutation.sound());
  }

  private static Arguments sound(String what, Consumer<Draft> change) {
    return arguments(what, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sound")
  void takesNothingForAViolationThatIsNone(String what, Consumer<Draft> change) {
    // Given
    History history = Mutation.of(Mutation.sound(), change);
    // When
    List<Violation> found = Checker.check(history);
    // Then
    assertThat(found).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void saysWhichLawIsBroken(Mutation mutation) {
    // Given
    History history = Mutation.of(Mutation.sound(), mutation.change());
    // When
    List<Violation> found = Checker.check(history);
    // Then
    assertThat(found).extracting(Violation::law).containsOnly(mutation.law());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void cutsAwayWhatTheViolationDoesNotNeed(Mutation mutation) {
    // Given
    Lives lives = Mutation.lives();
    IntStream.range(0, 20).forEach(i -> lives.deleted().available());
    History history = Mutation.of(lives.history(), mutation.change());
    // When
    History cut = SmallestCut.of(history, mutation.law());
    // Then
    assertThat(Checker.check(cut)).extracting(Violation::law).contains(mutation.law());
    assertThat(cut.snapshots()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void everyLawIsBrokenByOneOfThem() {
    // How soon something ended is in no history.
    assertThat(Stream.concat(broken().map(Mutation::law), Stream.of(Law.ENDS_SOON)))
        .contains(Law.values());
  }

  /** Both say what the design says; a difference is the product's mistake, or the checker's. */
  @Test
  void theProductsTableOfStatesIsTheDesigns() {
    for (SnapshotState from : SnapshotState.values()) {
      assertThat(Arrays.stream(SnapshotState.values()).filter(from::canBecome))
          .as("what may follow " + from.wireName())
          .extracting(SnapshotState::wireName)
          .containsExactlyInAnyOrderElementsOf(
              Arrows.NEXT.keySet().stream()
                  .filter(to -> Arrows.lead(from.wireName(), to))
                  .toList());
    }
  }
}
