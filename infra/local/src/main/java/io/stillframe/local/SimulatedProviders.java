package io.stillframe.local;

import java.time.Duration;
import java.util.List;

import io.stillframe.simulator.SimulatorSettings;

/** Two simulated clouds as providers, for users without an account at a real one. */
final class SimulatedProviders {
  /** Long enough to be watched. */
  private static final Duration COPY = Duration.ofSeconds(2);

  private SimulatedProviders() {}

  static SimulatorSettings settings(Settings settings) {
    SimulatorSettings defaults = SimulatorSettings.defaults();
    return defaults
        .withCloudMcPort(settings.port(Listener.CLOUDMC))
        .withScalewayPort(settings.port(Listener.SCALEWAY))
        .withCloudMc(defaults.cloudMc().withSnapshotDuration(COPY))
        .withScaleway(defaults.scaleway().withSnapshotDuration(COPY));
  }

  /** What the services are told of them. */
  static List<String> lines(Settings settings) {
    return LocalConfiguration.simulated(
        "http://127.0.0.1:" + settings.port(Listener.CLOUDMC),
        "http://127.0.0.1:" + settings.port(Listener.SCALEWAY));
  }
}
