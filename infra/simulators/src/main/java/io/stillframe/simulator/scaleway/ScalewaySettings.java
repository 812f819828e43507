package io.stillframe.simulator.scaleway;

import java.time.Duration;
import java.util.List;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.fault.Outcome;

/**
 * What a simulated Scaleway is like. {@link #defaults()} is a place to begin.
 *
 * @param token that is accepted
 * @param otherTokens that are accepted too, as while one replaces another
 * @param zone the only one that there is
 * @param organizations that the token may act for; each is its own default project
 * @param volumes that there are from the beginning
 * @param snapshotDuration for which a snapshot is snapshotting
 * @param restoreDuration for which a volume made of a snapshot is fetching
 * @param createdStatus of the legacy API's POST answers: 201 as the service does, 200 as its
 *     documentation says
 * @param quota how many snapshots there may be; 0 for no limit
 * @param outcomes of the next snapshots, in order; those after them succeed
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, useImmutableCollections = true)
public record ScalewaySettings(
    String token,
    List<String> otherTokens,
    String zone,
    List<String> organizations,
    List<ScalewayVolume> volumes,
    Duration snapshotDuration,
    Duration restoreDuration,
    int createdStatus,
    int quota,
    List<Outcome> outcomes)
    implements ScalewaySettingsBuilder.With {
  private static final String OWNER = "000a115d-2852-4b0a-9ce8-47f1134ba95a";
  private static final String OTHER = "f1350c5d-f1d8-4f9d-b114-6053905578e1";

  public ScalewaySettings {
    otherTokens = List.copyOf(otherTokens);
    organizations = List.copyOf(organizations);
    volumes = List.copyOf(volumes);
    outcomes = List.copyOf(outcomes);
    if (snapshotDuration.isNegative() || restoreDuration.isNegative()) {
      throw new IllegalArgumentException("durations: none below zero");
    }
    if (createdStatus != 200 && createdStatus != 201) {
      throw new IllegalArgumentException("createdStatus: 200 or 201");
    }
    if (quota < 0) {
      throw new IllegalArgumentException("quota: 0 or more");
    }
  }

  boolean accepts(String offered) {
    return offered.equals(token) || otherTokens.contains(offered);
  }

  /** The organizations and volumes of Scaleway's own examples, and two volumes more. */
  public static ScalewaySettings defaults() {
    return new ScalewaySettings(
        "00000000-1111-4222-8333-444444444444",
        List.of(),
        "par1",
        List.of(OWNER, OTHER),
        List.of(
            volume("701a8946-ff9d-4579-95e3-1c2c2d0f892d", "vol simple snapshot", OWNER, null),
            volume("09a4184c-733b-43c8-99c3-f1dde30536fe", "vol simple snapshot", OWNER, null),
            volume("2c0c4d2c-7f4e-4a5e-9a6e-0a1c7d0f1b11", "attached", OWNER, "web"),
            volume("5d1b6b2e-3e0f-4a0c-8f57-6a3c1d9e2f22", "of another", OTHER, null)),
        Duration.ofMillis(500),
        Duration.ofMillis(300),
        201,
        0,
        List.of());
  }

  private static ScalewayVolume volume(
      String id, String name, String organization, @Nullable String server) {
    return new ScalewayVolume(
        id, name, organization, 10_000_000_000L, "l_ssd", List.of(), server, false);
  }
}
