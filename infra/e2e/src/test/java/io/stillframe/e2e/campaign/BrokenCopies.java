package io.stillframe.e2e.campaign;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.stillframe.e2e.campaign.History.Copy;
import io.stillframe.e2e.campaign.History.NewVolume;
import io.stillframe.e2e.campaign.History.OperationShown;
import io.stillframe.e2e.campaign.History.Sight;

import static io.stillframe.e2e.campaign.Mutation.NOBODY;

/** Histories that break a law of what there is at the providers, or of whose it is. */
final class BrokenCopies {
  private static final String STRANGER = "stranger";

  private BrokenCopies() {}

  static Stream<Mutation> all() {
    return Stream.concat(copies(), others());
  }

  private static Stream<Mutation> copies() {
    return Stream.of(
        new Mutation(
            "a request has two copies", Law.ONE_FOR_ONE, h -> h.copies.add(h.copies.get(0))),
        new Mutation(
            "a restore has two volumes", Law.ONE_FOR_ONE, h -> h.volumes.add(h.volumes.get(0))),
        new Mutation(
            "a copy has no owner",
            Law.OWNED,
            h -> h.copies.add(new Copy("cloud", "left over", "nobody's", Lives.VOLUME, true))),
        new Mutation(
            "a copy on a disk that nobody disturbs is said to be missing",
            Law.NOT_MISSED,
            h -> Mutation.change(h, 4, "missing", "available", h.told.get(4).moved())),
        new Mutation(
            "a copy that a cloud has is said to be missing",
            Law.NOT_MISSED,
            h -> {
              h.accepted.replaceAll(each -> Mutation.calm(each, false));
              Mutation.change(h, 4, "missing", "available", h.told.get(4).moved());
            }),
        new Mutation("a snapshot has no copy", Law.OWNED, h -> h.copies.remove(0)),
        new Mutation("a restored volume is not there", Law.OWNED, h -> h.volumes.remove(0)),
        new Mutation(
            "a failed restore has left a volume",
            Law.OWNED,
            h -> h.volumes.add(new NewVolume("cloud", "left over", "nobody's", true))),
        new Mutation(
            "a copy is not what its volume is",
            Law.SAME_BYTES,
            h ->
                change(
                    h,
                    copy ->
                        new Copy(copy.provider(), copy.id(), copy.mark(), copy.volume(), false))),
        new Mutation(
            "a copy is of another volume",
            Law.OF_ITS_VOLUME,
            h ->
                change(
                    h, copy -> new Copy(copy.provider(), copy.id(), copy.mark(), "another", true))),
        new Mutation(
            "a restored volume is not what its copy is",
            Law.SAME_BYTES,
            h -> {
              NewVolume volume = h.volumes.remove(0);
              h.volumes.add(new NewVolume(volume.provider(), volume.id(), volume.mark(), false));
            }));
  }

  private static void change(Draft history, UnaryOperator<Copy> change) {
    history.copies.add(change.apply(history.copies.remove(0)));
  }

  private static Stream<Mutation> others() {
    return Stream.of(
        new Mutation(
            "a list shows another's",
            Law.OWN_ONLY,
            h -> h.shown.set(0, Mutation.shown(h, STRANGER, Lives.OWNER, h.shown.get(0).digest()))),
        new Mutation(
            "a list shows another's as the asker's",
            Law.OWN_ONLY,
            h -> h.shown.set(0, Mutation.shown(h, STRANGER, STRANGER, h.shown.get(0).digest()))),
        new Mutation(
            "a list of operations shows another's",
            Law.OWN_ONLY,
            h -> {
              OperationShown first = h.operations.get(0);
              h.operations.add(
                  new OperationShown(
                      first.operation(), first.snapshot(), STRANGER, first.status()));
            }),
        new Mutation(
            "a stranger is answered",
            Law.OWN_ONLY,
            h -> h.sights.add(new Sight(STRANGER, Lives.OWNER, NOBODY, "GET"))));
  }
}
