package io.stillframe.simulator.cloudmc;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The volumes of the cloud, and which of them are being copied. */
final class CloudVolumes {
  private final Map<String, CloudMcVolume> volumes = new LinkedHashMap<>();
  private final Map<String, Instant> copiedUntil = new HashMap<>();

  /** Starts over with these. */
  void replace(List<CloudMcVolume> others) {
    volumes.clear();
    copiedUntil.clear();
    others.forEach(this::add);
  }

  void add(CloudMcVolume volume) {
    volumes.put(volume.id(), volume);
  }

  List<CloudMcVolume> in(String environment) {
    return volumes.values().stream()
        .filter(volume -> volume.environment().equals(environment))
        .toList();
  }

  Optional<CloudMcVolume> find(String environment, String id) {
    return Optional.ofNullable(volumes.get(id))
        .filter(volume -> volume.environment().equals(environment));
  }

  /** A volume that is ready is snapshotting while one of its snapshots is being made. */
  String state(CloudMcVolume volume, Instant now) {
    boolean copied = now.isBefore(copiedUntil.getOrDefault(volume.id(), Instant.MIN));
    return copied && volume.state().equals(CloudMcVolume.READY) ? "Snapshotting" : volume.state();
  }

  void copied(CloudMcVolume volume, Instant end) {
    copiedUntil.put(volume.id(), end);
  }

  void noLongerCopied(CloudMcVolume volume) {
    copiedUntil.remove(volume.id());
  }
}
