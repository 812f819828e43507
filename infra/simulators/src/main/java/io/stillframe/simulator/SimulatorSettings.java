package io.stillframe.simulator;

import java.time.Clock;
import java.time.InstantSource;

import io.soabase.recordbuilder.core.RecordBuilder;

import io.stillframe.simulator.cloudmc.CloudMcSettings;
import io.stillframe.simulator.scaleway.ScalewaySettings;

/**
 * What is simulated, and where it listens.
 *
 * @param host the address of the interface to listen on; the control of faults has no key
 * @param cloudMcPort 0 for any free one
 * @param scalewayPort 0 for any free one
 * @param clock from which all states follow; faults wait by real time
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record SimulatorSettings(
    String host,
    int cloudMcPort,
    int scalewayPort,
    CloudMcSettings cloudMc,
    ScalewaySettings scaleway,
    InstantSource clock)
    implements SimulatorSettingsBuilder.With {

  /** Free ports and the seeded clouds, by the system's clock. */
  public static SimulatorSettings defaults() {
    return new SimulatorSettings(
        "127.0.0.1",
        0,
        0,
        CloudMcSettings.defaults(),
        ScalewaySettings.defaults(),
        Clock.systemUTC());
  }
}
