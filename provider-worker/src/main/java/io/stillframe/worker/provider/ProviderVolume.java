package io.stillframe.worker.provider;

import org.jspecify.annotations.Nullable;

/**
 * A volume as the provider tells of it.
 *
 * @param organization its owner, where the provider tells one
 * @param ready whether a copy of it can be made now
 */
public record ProviderVolume(
    String id,
    String name,
    @Nullable String type,
    long sizeBytes,
    boolean ready,
    @Nullable String organization,
    @Nullable String instanceId,
    @Nullable String instanceName) {
  /** As a snapshot's; a longer one is known by its beginning. */
  private static final int LONGEST_NAME = 255;

  public ProviderVolume {
    name = shortened(name);
    instanceName = instanceName == null ? null : shortened(instanceName);
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
  }
}
