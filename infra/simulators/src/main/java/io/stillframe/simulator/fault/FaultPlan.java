package io.stillframe.simulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The faults of one cloud. The first of the list that strikes a call is the only one that does.
 * Chances are drawn call by call from a seed, so that the same calls in the same order meet the
 * same faults.
 */
public final class FaultPlan {
  private final List<Live> faults = new ArrayList<>();
  private Random random = new Random(0);
  private long seed;

  /** Starts over with this plan, counts and chances included. */
  public void replace(FaultList plan) {
    faults.clear();
    plan.faults().forEach(this::add);
    seed = plan.seed();
    random = new Random(seed);
  }

  /** Adds one fault after the others. */
  public void add(Fault fault) {
    faults.add(new Live(fault));
  }

  /**
   * The plan with the counts that are left; a fault that has struck its last is no longer in it.
   */
  public FaultList rest() {
    return new FaultList(seed, faults.stream().map(Live::rest).toList());
  }

  /** The fault that strikes this call, if any. */
  public Optional<Fault> strike(String method, String path) {
    for (Live live : faults) {
      if (live.fault.isFor(method, path) && chance(live.fault)) {
        live.struck++;
        faults.removeIf(Live::isSpent);
        return Optional.of(live.fault);
      }
    }
    return Optional.empty();
  }

  private boolean chance(Fault fault) {
    Double probability = fault.probability();
    return probability == null || random.nextDouble() < probability;
  }

  private static final class Live {
    private final Fault fault;
    private int struck;

    private Live(Fault fault) {
      this.fault = fault;
    }

    private Fault rest() {
      Integer count = fault.count();
      return count == null ? fault : fault.withCount(count - struck);
    }

    private boolean isSpent() {
      Integer count = fault.count();
      return count != null && struck >= count;
    }
  }
}
