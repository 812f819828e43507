package io.stillframe.simulator;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Runs both clouds for the tests of a class, and gives each test the seeded ones. */
public abstract class SimulatorTest {
  protected static final String VOLUME = "c779ca42-6966-41af-a7dc-23db4e41d4ee";
  protected static final String SNAPSHOTS = "/api/v2/services/compute-on/test_area/snapshots";
  protected static final String VOLUMES = "/api/v2/services/compute-on/test_area/volumes";
  protected static final String ORGANIZATION = "000a115d-2852-4b0a-9ce8-47f1134ba95a";
  protected static final String LEGACY_VOLUME = "701a8946-ff9d-4579-95e3-1c2c2d0f892d";
  protected static final String ZONE = "/instance/v1/zones/par1";

  protected static Simulators simulators;
  protected static Caller cloudMc;
  protected static Caller scaleway;

  @BeforeAll
  static void start() {
    SimulatorSettings settings = SimulatorSettings.defaults();
    simulators = Simulators.start(settings);
    cloudMc = Caller.of(simulators.cloudMc().url(), "MC-Api-Key", settings.cloudMc().apiKey());
    scaleway = Caller.of(simulators.scaleway().url(), "X-Auth-Token", settings.scaleway().token());
  }

  @AfterEach
  void reset() {
    simulators.cloudMc().reset();
    simulators.scaleway().reset();
  }

  @AfterAll
  static void stop() {
    simulators.close();
  }

  /** Makes the copies of both clouds last so long. */
  protected static void copiesLast(Duration time) throws IOException, InterruptedException {
    String settings = "{\"snapshotDuration\": \"%s\"}".formatted(time);
    cloudMc.put("/_simulator/settings", settings);
    scaleway.put("/_simulator/settings", settings);
  }
}
