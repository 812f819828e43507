package io.stillframe.e2e.campaign;

import java.util.List;
import java.util.stream.Stream;

import io.stillframe.e2e.campaign.History.Accepted;
import io.stillframe.e2e.campaign.History.Moved;
import io.stillframe.e2e.campaign.History.OperationShown;
import io.stillframe.e2e.campaign.History.Requested;

import static io.stillframe.e2e.campaign.Mutation.NOBODY;
import static io.stillframe.e2e.campaign.Mutation.PROBLEM;
import static io.stillframe.e2e.campaign.Mutation.operation;

/** Histories whose operations break a law. */
final class BrokenOperations {
  private BrokenOperations() {}

  static Stream<Mutation> all() {
    return Stream.of(ends(), failures(), requests()).flatMap(each -> each);
  }

  private static Stream<Mutation> ends() {
    return Stream.of(
        new Mutation(
            "an operation never ends",
            Law.ENDS_ONCE,
            h -> Mutation.change(h, 10, "deleted", "deleted", List.of())),
        new Mutation(
            "an operation ends twice",
            Law.ENDS_ONCE,
            h -> Mutation.change(h, 4, "updated", "available", h.told.get(3).moved())),
        new Mutation(
            "an operation is shown as running for ever",
            Law.ENDS_ONCE,
            h ->
                h.operations.set(
                    0,
                    new OperationShown(
                        h.accepted.get(0).operation(),
                        h.accepted.get(0).snapshot(),
                        Lives.OWNER,
                        "running"))),
        new Mutation(
            "an accepted request is not shown at all", Law.ENDS_ONCE, h -> h.operations.remove(0)),
        new Mutation(
            "a create that succeeded made nothing available",
            Law.RIGHT_OUTCOME,
            h -> Mutation.change(h, 2, "progressed", "available", h.told.get(2).moved())),
        new Mutation(
            "a restore is cancelled that nobody cancelled",
            Law.RIGHT_OUTCOME,
            h ->
                Mutation.endRestore(
                    h, new Moved(operation(h, 5), "cancelled", null, null, Lives.EARLY))));
  }

  private static Stream<Mutation> failures() {
    return Stream.of(
        new Mutation(
            "a deadline is exceeded that has not come",
            Law.RIGHT_OUTCOME,
            h -> Mutation.failRestore(h, "deadline-exceeded")),
        new Mutation(
            "a create fails though nobody disturbs its provider",
            Law.RIGHT_OUTCOME,
            h -> Mutation.accepted(h, operation(h, 12), each -> Mutation.calm(each, true))),
        new Mutation(
            "an update fails though nobody disturbs its provider",
            Law.RIGHT_OUTCOME,
            h -> Mutation.failUpdate(h, "provider-error")),
        new Mutation(
            "an update is refused for a snapshot that is available",
            Law.RIGHT_OUTCOME,
            h -> Mutation.failUpdate(h, "snapshot-not-available")),
        new Mutation(
            "a restore fails though nobody disturbs its provider",
            Law.RIGHT_OUTCOME,
            h -> Mutation.failRestore(h, "provider-unavailable")),
        new Mutation(
            "a restore that ran is refused though its copy is there",
            Law.RIGHT_OUTCOME,
            h -> Mutation.failRestore(h, "snapshot-not-available")),
        new Mutation(
            "a cloud is said to have lost a copy that it has",
            Law.RIGHT_OUTCOME,
            h -> {
              Mutation.accepted(h, operation(h, 5), each -> Mutation.calm(each, false));
              Mutation.failRestore(h, "snapshot-not-available");
            }),
        new Mutation(
            "a delete fails though nobody disturbs its provider",
            Law.RIGHT_OUTCOME,
            h -> {
              Moved failed =
                  Moved.failed(operation(h, 10), PROBLEM + "provider-error", Lives.EARLY);
              Mutation.end(h, 10, "delete-failed", "delete-failed", failed);
              h.copies.add(
                  new History.Copy(
                      "cloud", h.told.get(10).providerSnapshotId(), "its", Lives.VOLUME, true));
            }),
        new Mutation(
            "a cloud is the reason of what it cannot be",
            Law.RIGHT_OUTCOME,
            h -> {
              Mutation.accepted(h, operation(h, 3), each -> Mutation.calm(each, false));
              Mutation.failUpdate(h, "internal-error");
            }));
  }

  /** What callers who get no answer may find in the end. */
  private static Stream<Mutation> requests() {
    return Stream.of(
        new Mutation(
            "something happens that nobody asked for",
            Law.ASKED_FOR,
            h ->
                Mutation.change(
                    h, 4, "updated", "available", List.of(Moved.succeeded(NOBODY, null)))),
        new Mutation(
            "a create whose answer was lost is made, and another one when it is repeated",
            Law.ASKED_FOR,
            h -> h.accepted.removeIf(each -> each.operation().equals(operation(h, 12)))),
        new Mutation(
            "the workers were sent what nobody was answered",
            Law.ASKED_FOR,
            h ->
                h.requested.add(
                    new Requested(h.told.get(0).snapshot(), NOBODY, "update", "message"))),
        new Mutation(
            "an operation is shown that nobody was answered",
            Law.ASKED_FOR,
            h ->
                h.operations.add(
                    new OperationShown(
                        NOBODY, h.told.get(0).snapshot(), Lives.OWNER, "succeeded"))),
        new Mutation(
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
                      true,
                      first.volume(),
                      h.accepted.get(1).members(),
                      first.due()));
            }),
        new Mutation(
            "the workers are sent an operation as two messages",
            Law.ONE_PER_KEY,
            h -> {
              Requested first = h.requested.get(0);
              h.requested.add(
                  new Requested(first.snapshot(), first.operation(), first.kind(), "another"));
            }),
        new Mutation("a caller gets a 500", Law.CLEAR_ANSWERS, h -> h.oddAnswers.add("500")));
  }
}
