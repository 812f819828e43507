package io.stillframe.simulator.scaleway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/** Instance v1, below the zone. */
record InstanceView(Store store, Refusals refusals) implements View {
  @Override
  public String owner(Fields request) {
    if (request.has("project") == request.has("organization")) {
      throw refusals.invalid("project", "exactly one of project and organization is required");
    }
    return request.uuid(request.has("project") ? "project" : "organization");
  }

  @Override
  public String[] snapshotFields() {
    return new String[] {"name", "organization", "project", "volume_id", "volume_type", "tags"};
  }

  @Override
  public String[] volumeFields() {
    return new String[] {
      "name", "organization", "project", "volume_type", "size", "base_snapshot", "tags"
    };
  }

  @Override
  public List<StoredSnapshot> filtered(Call call, List<StoredSnapshot> snapshots) {
    Predicate<StoredSnapshot> asked =
        matching(call.queried("organization"), StoredSnapshot::organization)
            .and(matching(call.queried("project"), StoredSnapshot::organization))
            .and(matching(call.queried("base_volume_id"), StoredSnapshot::volumeId))
            .and(snapshot -> snapshot.name().contains(call.queried("name").orElse("")))
            .and(snapshot -> snapshot.tags().containsAll(tags(call)));
    return snapshots.stream().filter(asked).toList();
  }

  @Override
  public Object snapshot(StoredSnapshot snapshot, Instant now) {
    String state = snapshot.state(now);
    return new SnapshotBody(
        snapshot.id(),
        snapshot.name(),
        snapshot.organization(),
        snapshot.organization(),
        snapshot.tags(),
        snapshot.volumeType(),
        snapshot.size(),
        state,
        Reference.baseVolume(store, snapshot),
        Dates.text(snapshot.createdAt()),
        Dates.text(snapshot.modifiedAt()),
        store.settings().zone(),
        state.equals("error") ? "the copy has failed" : null);
  }

  @Override
  public Object volume(StoredVolume volume, Instant now) {
    return new VolumeBody(
        volume.id(),
        volume.name(),
        volume.organization(),
        volume.organization(),
        volume.tags(),
        volume.volumeType(),
        volume.size(),
        volume.state(now),
        Reference.server(volume),
        null,
        Dates.text(volume.createdAt()),
        Dates.text(volume.modifiedAt()),
        store.settings().zone());
  }

  @Override
  public Answer created(StoredSnapshot snapshot, Instant now) {
    return Answer.of(
        201,
        Map.of(
            "snapshot",
            snapshot(snapshot, now),
            "task",
            TaskBody.of(snapshot, now, store.settings().zone())));
  }

  @Override
  public Answer created(StoredVolume volume, Instant now) {
    return Answer.of(201, Map.of("volume", volume(volume, now)));
  }

  /** A running server is no hindrance any more. */
  @Override
  public void requireFree(StoredVolume volume) {}

  private static Predicate<StoredSnapshot> matching(
      Optional<String> asked, Function<StoredSnapshot, String> member) {
    return snapshot -> asked.isEmpty() || asked.get().equals(member.apply(snapshot));
  }

  private static List<String> tags(Call call) {
    return call.queried("tags").map(text -> List.of(text.split(","))).orElseGet(List::of);
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record SnapshotBody(
      String id,
      String name,
      String organization,
      String project,
      List<String> tags,
      String volumeType,
      long size,
      String state,
      @Nullable Reference baseVolume,
      String creationDate,
      String modificationDate,
      String zone,
      @Nullable String errorReason) {}

  @JsonNaming(SnakeCaseStrategy.class)
  private record VolumeBody(
      String id,
      String name,
      String organization,
      String project,
      List<String> tags,
      String volumeType,
      long size,
      String state,
      @Nullable Reference server,
      @Nullable String exportUri,
      String creationDate,
      String modificationDate,
      String zone) {}

  /** The deprecated task beside a new snapshot. */
  @JsonNaming(SnakeCaseStrategy.class)
  private record TaskBody(
      String id,
      String description,
      String status,
      int progress,
      String startedAt,
      @Nullable String terminatedAt,
      String hrefFrom,
      String hrefResult,
      String zone) {

    private static TaskBody of(StoredSnapshot snapshot, Instant now, String zone) {
      boolean over = !now.isBefore(snapshot.endsAt());
      return new TaskBody(
          UUID.randomUUID().toString(),
          "volume_snapshot",
          over ? "success" : "pending",
          over ? 100 : 0,
          Dates.text(now),
          over ? Dates.text(now) : null,
          "/snapshots",
          "snapshots/" + snapshot.id(),
          zone);
    }
  }
}
