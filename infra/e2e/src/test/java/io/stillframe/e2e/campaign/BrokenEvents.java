package io.stillframe.e2e.campaign;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.stillframe.e2e.campaign.History.Shown;
import io.stillframe.e2e.campaign.History.StateTold;

import static io.stillframe.e2e.campaign.Mutation.NOBODY;

/** Histories whose events, states or read model break a law. */
final class BrokenEvents {
  private BrokenEvents() {}

  static Stream<Mutation> all() {
    return Stream.of(
        new Mutation("an event is lost", Law.GAP_FREE, h -> h.told.remove(1)),
        new Mutation(
            "two events come in the wrong order",
            Law.GAP_FREE,
            h -> h.told.add(1, h.told.remove(3))),
        new Mutation(
            "a version is told again as something else",
            Law.GAP_FREE,
            h ->
                h.told.add(
                    Mutation.told(h, 0, "requested", "requested", h.told.get(0).moved(), "other"))),
        new Mutation(
            "an available snapshot is being created again",
            Law.LEGAL,
            h -> Mutation.change(h, 3, "updated", "creating", h.told.get(3).moved())),
        new Mutation(
            "a snapshot is in a state that there is not",
            Law.LEGAL,
            h -> Mutation.change(h, 3, "updated", "lost", h.told.get(3).moved())),
        new Mutation(
            "the first event is not the first",
            Law.LEGAL,
            h -> Mutation.change(h, 0, "creating", "requested", h.told.get(0).moved())),
        new Mutation(
            "a snapshot has another name than its create's",
            Law.AS_NAMED,
            h -> {
              Members other = new Members("other", Map.of());
              List.of(6, 7, 8, 9, 10).forEach(event -> Mutation.rename(h, event, other));
            }),
        new Mutation(
            "a successful update changes nothing",
            Law.AS_NAMED,
            h -> {
              Members before = h.told.get(2).members();
              List.of(3, 4, 5).forEach(event -> Mutation.rename(h, event, before));
            }),
        new Mutation(
            "an update takes away a label that it did not name",
            Law.AS_NAMED,
            h -> {
              List.of(0, 1, 2)
                  .forEach(
                      event -> Mutation.rename(h, event, new Members("first", Map.of("a", "b"))));
              Mutation.accepted(
                  h,
                  Mutation.operation(h, 0),
                  each ->
                      new History.Accepted(
                          each.operation(),
                          each.snapshot(),
                          each.kind(),
                          each.organization(),
                          each.key(),
                          each.calm(),
                          each.volume(),
                          new Members("first", Map.of("a", "b")),
                          each.due()));
            }),
        new Mutation(
            "a name goes back to what it was",
            Law.AS_NAMED,
            h -> Mutation.rename(h, 5, h.told.get(2).members())),
        new Mutation(
            "the compacted topic is behind",
            Law.SAME_EVERYWHERE,
            h -> h.states.set(0, new StateTold(h.states.get(0).snapshot(), 5, "an older one"))),
        new Mutation(
            "the compacted topic knows one that no event tells of",
            Law.SAME_EVERYWHERE,
            h -> h.states.add(new StateTold(NOBODY, 1, "whatever"))),
        new Mutation(
            "the read model shows something else",
            Law.SAME_EVERYWHERE,
            h -> h.shown.set(0, Mutation.shown(h, Lives.OWNER, Lives.OWNER, "other"))),
        new Mutation(
            "the read model shows one that no event tells of",
            Law.SAME_EVERYWHERE,
            h -> h.shown.add(new Shown(NOBODY, Lives.OWNER, Lives.OWNER, 1, "whatever"))),
        new Mutation("the read model has lost one", Law.SAME_EVERYWHERE, h -> h.shown.remove(0)),
        new Mutation(
            "a rebuilt table differs", Law.REBUILT_EQUAL, h -> h.differences.add("snapshot_view")),
        new Mutation(
            "a record is dead-lettered", Law.NO_DEAD_LETTER, h -> h.deadLetters.add("worker")));
  }
}
