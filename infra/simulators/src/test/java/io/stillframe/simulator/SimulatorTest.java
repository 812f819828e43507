package io.stillframe.simulator;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * Runs both clouds for the tests of a class, and gives each test the seeded ones. Time passes by
 * hand: a copy takes half a second of it, a deletion in CloudMC 200 ms.
 */
public abstract class SimulatorTest {
  protected static final Duration COPY = Duration.ofMillis(500);
  protected static final Duration DELETION = Duration.ofMillis(200);

  protected static final String VOLUME = "c779ca42-6966-41af-a7dc-23db4e41d4ee";
  protected static final String MIGRATING = "e922e5fc-8fee-4688-ad93-c9ef5d7eb685";
  protected static final String SNAPSHOTS = "/api/v2/services/compute-on/test_area/snapshots";
  protected static final String VOLUMES = "/api/v2/services/compute-on/test_area/volumes";

  protected static final String ORGANIZATION = "000a115d-2852-4b0a-9ce8-47f1134ba95a";
  protected static final String OTHER_ORGANIZATION = "f1350c5d-f1d8-4f9d-b114-6053905578e1";
  protected static final String BASE_VOLUME = "701a8946-ff9d-4579-95e3-1c2c2d0f892d";
  protected static final String ATTACHED = "2c0c4d2c-7f4e-4a5e-9a6e-0a1c7d0f1b11";
  protected static final String ZONE = "/instance/v1/zones/par1";

  protected static final HandClock CLOCK = new HandClock();
  protected static Simulators simulators;
  protected static Caller cloudMc;
  protected static Caller scaleway;

  @BeforeAll
  static void start() {
    SimulatorSettings settings = SimulatorSettings.defaults().withClock(CLOCK);
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

  protected static void pass(Duration time) {
    CLOCK.pass(time);
  }

  /** Asks CloudMC for a snapshot of the ready volume. */
  protected static Reply create(String name) throws IOException, InterruptedException {
    return cloudMc.post(
        SNAPSHOTS + "?operation=create",
        "{\"volumeId\": \"%s\", \"name\": \"%s\"}".formatted(VOLUME, name));
  }

  /** Asks Scaleway's legacy API for a snapshot. */
  protected static Reply createLegacy(String name) throws IOException, InterruptedException {
    return scaleway.post("/snapshots", legacyRequest(name, BASE_VOLUME));
  }

  /** Asks Instance v1 for a snapshot with a tag. */
  protected static Reply createTagged(String name, String tag)
      throws IOException, InterruptedException {
    return scaleway.post(
        ZONE + "/snapshots",
        """
        {"name": "%s", "project": "%s", "volume_id": "%s", "tags": ["%s"]}
        """
            .formatted(name, ORGANIZATION, BASE_VOLUME, tag));
  }

  protected static String legacyRequest(String name, String volumeId) {
    return """
    {"name": "%s", "organization": "%s", "volume_id": "%s"}
    """
        .formatted(name, ORGANIZATION, volumeId);
  }

  /** Changes settings of CloudMC. */
  protected static void setCloudMc(String settings) throws IOException, InterruptedException {
    cloudMc.put("/_simulator/settings", settings);
  }

  /** Changes settings of Scaleway. */
  protected static void setScaleway(String settings) throws IOException, InterruptedException {
    scaleway.put("/_simulator/settings", settings);
  }
}
