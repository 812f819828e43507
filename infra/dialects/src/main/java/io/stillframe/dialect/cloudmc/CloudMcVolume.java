package io.stillframe.dialect.cloudmc;

import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Volume;

/**
 * A volume as CloudMC shows it, as far as the inventory knows it.
 *
 * @param type {@code os} or {@code data}
 * @param state {@code Ready} when a snapshot can be taken
 * @param sizeInGb rounded up
 * @param size in bytes
 */
public record CloudMcVolume(
    String id,
    String name,
    String type,
    String state,
    long sizeInGb,
    long size,
    @Nullable String instanceId,
    @Nullable String instanceName) {
  private static final long GIB = 1L << 30;

  /** CloudStack's word, CloudMC's, and what a user might write into a sidecar. */
  private static final Set<String> OS = Set.of("os", "root");

  public static CloudMcVolume of(Volume volume) {
    return new CloudMcVolume(
        volume.id(),
        volume.name(),
        type(volume.type()),
        volume.ready() ? "Ready" : "Snapshotting",
        Math.ceilDiv(volume.sizeBytes(), GIB),
        volume.sizeBytes(),
        volume.instanceId(),
        volume.instanceName());
  }

  private static String type(@Nullable String type) {
    return type != null && OS.contains(type.toLowerCase(Locale.ROOT).replaceFirst("-\\d+$", ""))
        ? "os"
        : "data";
  }
}
