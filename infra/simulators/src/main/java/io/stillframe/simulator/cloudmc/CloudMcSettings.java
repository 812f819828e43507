package io.stillframe.simulator.cloudmc;

import java.time.Duration;
import java.util.List;

import io.soabase.recordbuilder.core.RecordBuilder;

import io.stillframe.simulator.fault.Outcome;

/**
 * What a simulated CloudMC is like. {@link #defaults()} is a place to begin.
 *
 * @param apiKey the only key that is accepted
 * @param environments by name; each exists under any service code
 * @param volumes that there are from the beginning
 * @param snapshotDuration from the request to the end of the copy
 * @param deleteDuration for which a snapshot that is deleted shows as Destroying
 * @param taskShape how tasks are shown
 * @param failureWord the status of a failed task: FAILED in the documentation, FAILURE in two
 *     clients
 * @param taskLife how long a task is known, from its beginning; "30 minutes (in general)"
 * @param quota how many snapshots an environment may hold; 0 for no limit
 * @param outcomes of the next snapshots, in order; those after them succeed
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, useImmutableCollections = true)
public record CloudMcSettings(
    String apiKey,
    List<String> environments,
    List<CloudMcVolume> volumes,
    Duration snapshotDuration,
    Duration deleteDuration,
    TaskShape taskShape,
    String failureWord,
    Duration taskLife,
    int quota,
    List<Outcome> outcomes)
    implements CloudMcSettingsBuilder.With {
  public CloudMcSettings {
    environments = List.copyOf(environments);
    volumes = List.copyOf(volumes);
    outcomes = List.copyOf(outcomes);
    if (snapshotDuration.isNegative() || deleteDuration.isNegative() || taskLife.isNegative()) {
      throw new IllegalArgumentException("durations: none below zero");
    }
    if (quota < 0) {
      throw new IllegalArgumentException("quota: 0 or more");
    }
  }

  /** Two environments with the volumes of CloudMC's own examples, one of them not ready. */
  public static CloudMcSettings defaults() {
    return new CloudMcSettings(
        "simulated-key",
        List.of("test_area", "testing"),
        List.of(
            volume(
                "test_area",
                "c779ca42-6966-41af-a7dc-23db4e41d4ee",
                "ROOT-35545",
                "os",
                20,
                "Ready"),
            volume(
                "test_area",
                "1bd672f4-b274-4371-a792-b0a6c6778cc7",
                "deep_thought_42",
                "data",
                40,
                "Ready"),
            volume(
                "test_area",
                "e922e5fc-8fee-4688-ad93-c9ef5d7eb685",
                "moving",
                "data",
                50,
                "Migrating"),
            volume(
                "testing",
                "4fe54594-a788-442c-b7a8-0237f7a4f70d",
                "RapidVol",
                "data",
                10,
                "Ready")),
        Duration.ofMillis(500),
        Duration.ofMillis(200),
        TaskShape.BOTH,
        "FAILED",
        Duration.ofMinutes(30),
        0,
        List.of());
  }

  private static CloudMcVolume volume(
      String environment, String id, String name, String type, long sizeInGb, String state) {
    return new CloudMcVolume(
        environment,
        id,
        name,
        type,
        sizeInGb,
        "b6145e8b-abd3-456c-832c-f3db86a6acfe",
        "i-root-6E7",
        state,
        false);
  }
}
