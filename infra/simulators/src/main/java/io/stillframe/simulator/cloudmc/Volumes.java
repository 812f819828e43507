package io.stillframe.simulator.cloudmc;

import java.util.Optional;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/** The volumes of an environment. */
final class Volumes {
  private final CloudStack cloud;
  private final Snapshots snapshots;

  Volumes(CloudStack cloud, Snapshots snapshots) {
    this.cloud = cloud;
    this.snapshots = snapshots;
  }

  Answer list(Call call) {
    Optional<String> type = call.queried("type");
    Optional<String> instanceId = call.queried("instance_id");
    return Envelope.list(
        cloud.volumes().in(snapshots.environment(call)).stream()
            .filter(volume -> type.isEmpty() || type.get().equals(volume.type()))
            .filter(volume -> instanceId.isEmpty() || instanceId.get().equals(volume.instanceId()))
            .map(volume -> VolumeBody.listed(volume, cloud.state(volume)))
            .toList());
  }

  Answer get(Call call) {
    String id = call.parameter("id");
    CloudMcVolume volume =
        cloud
            .volumes()
            .find(snapshots.environment(call), id)
            .orElseThrow(() -> CloudMcRefusal.unknown("volumes", id));
    return Envelope.one(VolumeBody.whole(volume, cloud.state(volume)));
  }

  Answer operate(Call call) {
    String operation = call.queried("operation").orElse("");
    if (!operation.equals("createSnapshotFromVolume")) {
      throw CloudMcRefusal.invalid("operation", "is unknown: " + operation);
    }
    NewSnapshot request = NewSnapshot.of(NewSnapshot.nested(call));
    return snapshots.create(call, call.parameter("id"), request);
  }
}
