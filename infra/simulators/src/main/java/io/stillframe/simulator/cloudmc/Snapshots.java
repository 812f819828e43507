package io.stillframe.simulator.cloudmc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/** The snapshots of an environment. */
final class Snapshots {
  /** What CloudStack deletes; everything else it refuses to. */
  private static final List<String> DELETABLE =
      List.of("Allocated", "CreatedOnPrimary", "BackedUp", "Destroying", "Destroyed", "Error");

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private final CloudStack cloud;
  private final Tasks tasks;

  Snapshots(CloudStack cloud, Tasks tasks) {
    this.cloud = cloud;
    this.tasks = tasks;
  }

  Answer list(Call call) {
    Optional<String> volumeId = call.queried("volume_id");
    Instant now = cloud.now();
    return Envelope.list(
        cloud.snapshots(environment(call)).stream()
            .filter(snapshot -> volumeId.isEmpty() || volumeId.get().equals(snapshot.volume().id()))
            .map(snapshot -> SnapshotBody.from(snapshot, now))
            .toList());
  }

  Answer get(Call call) {
    return Envelope.one(SnapshotBody.from(named(call), cloud.now()));
  }

  Answer create(Call call) {
    String operation = call.queried("operation").orElse("create");
    if (!operation.equals("create")) {
      throw CloudMcRefusal.invalid("operation", "is unknown: " + operation);
    }
    JsonNode request = NewSnapshot.body(call);
    JsonNode volumeId = request.path("volumeId");
    if (!volumeId.isTextual()) {
      throw CloudMcRefusal.invalid("volumeId", "is required");
    }
    return create(call, volumeId.textValue(), NewSnapshot.of(request));
  }

  Answer create(Call call, String volumeId, NewSnapshot request) {
    String environment = environment(call);
    CloudMcVolume volume =
        cloud
            .volumes()
            .find(environment, volumeId)
            .orElseThrow(() -> CloudMcRefusal.unknown("volumes", volumeId));
    if (request.rapid() && volume.refusesRapid()) {
      throw CloudMcRefusal.invalid("rapid", "is not supported by this volume");
    }
    requireReady(volume);
    requireQuota(environment);
    String name = request.name().orElseGet(() -> defaultName(volume));
    return tasks.begun(cloud.create(call, volume, name, request.rapid()));
  }

  Answer delete(Call call) {
    CloudSnapshot snapshot = named(call);
    String state = snapshot.state(cloud.now());
    if (!DELETABLE.contains(state)) {
      throw CloudMcRefusal.wrongState(
          "snapshots",
          snapshot.id(),
          state,
          DELETABLE,
          "A snapshot that is %s cannot be deleted".formatted(state));
    }
    return tasks.begun(cloud.delete(call, snapshot));
  }

  /** The name of an environment that exists. */
  String environment(Call call) {
    String name = call.parameter("environment");
    if (!cloud.settings().environments().contains(name)) {
      throw CloudMcRefusal.unknown("environments", name);
    }
    return name;
  }

  private CloudSnapshot named(Call call) {
    String id = call.parameter("id");
    String environment = environment(call);
    cloud.vanish(call, id);
    return cloud
        .snapshot(environment, id)
        .orElseThrow(() -> CloudMcRefusal.unknown("snapshots", id));
  }

  private void requireReady(CloudMcVolume volume) {
    String state = cloud.state(volume);
    if (!state.equals(CloudMcVolume.READY)) {
      throw CloudMcRefusal.wrongState(
          "volumes",
          volume.id(),
          state,
          List.of(CloudMcVolume.READY),
          "Cannot take a snapshot of a volume that isn't in the ready state");
    }
  }

  private void requireQuota(String environment) {
    int quota = cloud.settings().quota();
    if (quota > 0 && cloud.count(environment) >= quota) {
      throw CloudMcRefusal.QUOTA_EXCEEDED.because(
          "The quota of snapshots is exceeded", Map.of("type", "snapshots", "limit", quota));
    }
  }

  private String defaultName(CloudMcVolume volume) {
    return Stream.of(volume.instanceName(), volume.name(), TIMESTAMP.format(cloud.now()))
        .filter(Objects::nonNull)
        .collect(Collectors.joining("_"));
  }
}
