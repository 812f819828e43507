package io.stillframe.simulator.cloudmc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/** The snapshots of an environment, and the tasks that make and remove them. */
final class Snapshots {
  /** What CloudStack deletes; everything else it refuses to. */
  private static final List<String> DELETABLE =
      List.of("Allocated", "CreatedOnPrimary", "BackedUp", "Destroying", "Destroyed", "Error");

  /** The longest name that CloudStack's database takes. */
  private static final int NAME_LENGTH = 255;

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private final CloudStack cloud;

  Snapshots(CloudStack cloud) {
    this.cloud = cloud;
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
    JsonNode request = call.object().orElseThrow(Snapshots::noObject);
    JsonNode volumeId = request.path("volumeId");
    if (!volumeId.isTextual()) {
      throw CloudMcRefusal.invalid("volumeId", "is required");
    }
    return create(call, volumeId.textValue(), request);
  }

  /** Makes a snapshot with the name and the place that the request tells. */
  Answer create(Call call, String volumeId, JsonNode request) {
    String environment = environment(call);
    CloudMcVolume volume =
        cloud
            .volume(environment, volumeId)
            .orElseThrow(() -> CloudMcRefusal.unknown("volumes", volumeId));
    boolean rapid = rapid(request, volume);
    String name = name(request).orElseGet(() -> defaultName(volume));
    requireReady(volume);
    requireQuota(environment);
    return begun(cloud.create(call, volume, name, rapid));
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
          "Can't delete snapshot %s due to it is in %s Status".formatted(snapshot.id(), state));
    }
    return begun(cloud.delete(call, snapshot));
  }

  Answer task(Call call) {
    String id = call.parameter("id");
    CloudTask task = cloud.task(id).orElseThrow(() -> CloudMcRefusal.unknown("tasks", id));
    CloudMcSettings settings = cloud.settings();
    String status = task.status(cloud.now(), settings.failureWord());
    return Answer.of(200, TaskBody.from(task, status, result(task), settings.taskShape()));
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

  private Answer begun(CloudTask task) {
    String status = task.status(cloud.now(), cloud.settings().failureWord());
    return Answer.of(200, new Begun(task.id(), status, result(task)));
  }

  /** Only a task that has succeeded has one: what it made, as it is now. */
  private @Nullable Object result(CloudTask task) {
    Instant now = cloud.now();
    if (task.failing() || !task.isOver(now)) {
      return null;
    }
    return cloud
        .snapshot(task.snapshotId())
        .<Object>map(snapshot -> SnapshotBody.from(snapshot, now))
        .orElseGet(Map::of);
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

  private static boolean rapid(JsonNode request, CloudMcVolume volume) {
    JsonNode rapid = request.path("rapid");
    if (!rapid.isMissingNode() && !rapid.isNull() && !rapid.isBoolean()) {
      throw CloudMcRefusal.invalid("rapid", "must be a boolean");
    }
    if (rapid.booleanValue() && volume.refusesRapid()) {
      throw CloudMcRefusal.invalid("rapid", "is not supported by this volume");
    }
    return rapid.booleanValue();
  }

  private static Optional<String> name(JsonNode request) {
    JsonNode name = request.path("name");
    if (!name.isMissingNode() && !name.isNull() && !name.isTextual()) {
      throw CloudMcRefusal.invalid("name", "must be a string");
    }
    if (name.isTextual() && name.textValue().length() > NAME_LENGTH) {
      throw CloudMcRefusal.invalid("name", "must not be longer than " + NAME_LENGTH);
    }
    return Optional.ofNullable(name.textValue()).filter(text -> !text.isBlank());
  }

  private String defaultName(CloudMcVolume volume) {
    String time = TIMESTAMP.format(cloud.now());
    return Optional.ofNullable(volume.instanceName()).map(instance -> instance + "_").orElse("")
        + "%s_%s".formatted(volume.name(), time);
  }

  static RuntimeException noObject() {
    return CloudMcRefusal.INVALID_PARAMETER.because("The body is not a JSON object", Map.of());
  }

  /** The answer to every change: the task, and its result if it is over already. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Begun(String taskId, String taskStatus, @Nullable Object data) {}
}
