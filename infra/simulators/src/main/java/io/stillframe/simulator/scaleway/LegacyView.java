package io.stillframe.simulator.scaleway;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/** The legacy API at the root path. */
record LegacyView(Store store, Refusals refusals) implements View {
  @Override
  public String owner(Fields request) {
    return request.text("organization");
  }

  @Override
  public String[] snapshotFields() {
    return new String[] {"name", "organization", "volume_id"};
  }

  @Override
  public String[] volumeFields() {
    return new String[] {"name", "organization", "volume_type", "size", "base_snapshot"};
  }

  @Override
  public List<StoredSnapshot> filtered(Call call, List<StoredSnapshot> snapshots) {
    return snapshots;
  }

  @Override
  public Object snapshot(StoredSnapshot snapshot, Instant now) {
    return new SnapshotBody(
        snapshot.id(),
        snapshot.name(),
        snapshot.organization(),
        Reference.baseVolume(store, snapshot),
        Dates.text(snapshot.createdAt()),
        Dates.text(snapshot.modifiedAt()),
        snapshot.size(),
        snapshot.state(now),
        snapshot.volumeType());
  }

  @Override
  public Object volume(StoredVolume volume, Instant now) {
    return new VolumeBody(
        volume.id(),
        volume.name(),
        volume.organization(),
        volume.size(),
        volume.volumeType(),
        Reference.server(volume),
        null,
        Dates.text(volume.createdAt()),
        Dates.text(volume.modifiedAt()));
  }

  @Override
  public Answer created(StoredSnapshot snapshot, Instant now) {
    return Answer.of(store.settings().createdStatus(), Map.of("snapshot", snapshot(snapshot, now)));
  }

  @Override
  public Answer created(StoredVolume volume, Instant now) {
    return Answer.of(store.settings().createdStatus(), Map.of("volume", volume(volume, now)))
        .with("Location", "/volumes/" + volume.id());
  }

  @Override
  public void requireFree(StoredVolume volume) {
    if (volume.serverRunning()) {
      throw refusals.notPossible("volume", volume.id(), "server must be stopped to snapshot");
    }
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record SnapshotBody(
      String id,
      String name,
      String organization,
      @Nullable Reference baseVolume,
      String creationDate,
      String modificationDate,
      long size,
      String state,
      String volumeType) {}

  @JsonNaming(SnakeCaseStrategy.class)
  private record VolumeBody(
      String id,
      String name,
      String organization,
      long size,
      String volumeType,
      @Nullable Reference server,
      @Nullable String exportUri,
      String creationDate,
      String modificationDate) {}
}
