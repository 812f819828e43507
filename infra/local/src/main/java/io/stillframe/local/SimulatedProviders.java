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
    SimulatorSettings simulated = settings(settings);
    return List.of(
        "stillframe.providers.cox.kind=cloudmc",
        "stillframe.providers.cox.url=http://127.0.0.1:%d/api/v2"
            .formatted(simulated.cloudMcPort()),
        "stillframe.providers.cox.key=" + simulated.cloudMc().apiKey(),
        "stillframe.providers.cox.visibility-delay=1s",
        "stillframe.providers.cox.environments.test_area.organization="
            + LocalProvider.ORGANIZATION,
        "stillframe.providers.par1.kind=scaleway",
        "stillframe.providers.par1.url=http://127.0.0.1:" + simulated.scalewayPort(),
        "stillframe.providers.par1.key=" + simulated.scaleway().token(),
        "stillframe.providers.par1.visibility-delay=1s",
        "stillframe.providers.par1.environments.par1.organization=" + LocalProvider.ORGANIZATION);
  }
}
