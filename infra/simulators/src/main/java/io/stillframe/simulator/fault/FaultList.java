package io.stillframe.simulator.fault;

import java.util.List;

/**
 * A fault plan as it is told and shown.
 *
 * @param seed of the chances; 0 when absent
 * @param faults in the order in which they are tried
 */
public record FaultList(long seed, List<Fault> faults) {
  public FaultList {
    faults = faults == null ? List.of() : List.copyOf(faults);
  }
}
