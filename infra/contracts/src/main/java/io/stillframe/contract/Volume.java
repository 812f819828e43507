package io.stillframe.contract;

import java.time.Instant;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A volume as the inventory last saw it.
 *
 * @param organization its owner: the cloud's word, else the sidecar's, else the environment's
 * @param type the provider's word for what it is, for example {@code os} or {@code data}
 * @param ready whether a snapshot of it can be taken now
 * @param version counts its changes from 1
 * @param observedAt when the latest change was seen
 */
@RecordBuilder
public record Volume(
    String id,
    String provider,
    String environment,
    String organization,
    String name,
    @Nullable String type,
    long sizeBytes,
    boolean ready,
    @Nullable String instanceId,
    @Nullable String instanceName,
    long version,
    Instant observedAt) {

  /** Whether the two differ in nothing but when they were seen. */
  public boolean isSameAs(Volume other) {
    return VolumeBuilder.builder(other)
        .version(version)
        .observedAt(observedAt)
        .build()
        .equals(this);
  }

  /** The key in its topic. */
  public static String key(String provider, String environment, String volumeId) {
    return provider + "/" + environment + "/" + volumeId;
  }
}
