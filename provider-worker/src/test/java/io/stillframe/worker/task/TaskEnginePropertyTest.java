package io.stillframe.worker.task;

import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** The engine's rules under whatever happens to workers and cloud, in whatever order. */
class TaskEnginePropertyTest {
  private static final int SNAPSHOTS = 2;
  private static final int MOST = 80;

  @Property(tries = 500)
  void whateverHappensEverythingEndsOnceAndNothingIsDoubledOrLeft(
      @ForAll("plays") List<Act> acts, @ForAll boolean cloudPromises) {
    Play play = new Play(cloudPromises);
    acts.forEach(play::act);

    play.rest();

    new Rest(play).check();
  }

  /** Mostly what goes well, so that there is something to spoil. */
  @Provide
  Arbitrary<List<Act>> plays() {
    Arbitrary<Integer> choice = Arbitraries.integers().between(0, 5);
    return Arbitraries.frequencyOf(
            Tuple.of(5, asks()),
            Tuple.of(1, choice.map(Act.AskAgain::new)),
            Tuple.of(18, works(choice)),
            Tuple.of(2, choice.map(Act.Arrive::new)),
            Tuple.of(6, turns(choice)),
            Tuple.of(1, mostly(Act.Time.MOMENT).map(Act.Pass::new)))
        .list()
        .ofMaxSize(MOST)
        .withSizeDistribution(RandomDistribution.uniform());
  }

  private static Arbitrary<Act> asks() {
    return Combinators.combine(
            Arbitraries.integers().between(0, SNAPSHOTS - 1),
            mostly(Act.What.RESTORE),
            mostly(Act.Time.HOUR))
        .as(Act.Ask::new);
  }

  private static Arbitrary<Act> works(Arbitrary<Integer> choice) {
    return Combinators.combine(
            choice,
            mostly(Trouble.NONE),
            Arbitraries.integers().between(0, 2),
            mostly(Act.Answer.AT_ONCE))
        .as(Act.Work::new);
  }

  private static Arbitrary<Act> turns(Arbitrary<Integer> choice) {
    return Combinators.combine(choice, mostly(Act.Fate.DONE)).as(Act.Turn::new);
  }

  private static <E extends Enum<E>> Arbitrary<E> mostly(E one) {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.just(one)), Tuple.of(1, Arbitraries.of(one.getDeclaringClass())));
  }
}
