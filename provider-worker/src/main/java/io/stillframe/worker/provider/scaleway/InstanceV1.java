package io.stillframe.worker.provider.scaleway;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Writable;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;

/**
 * The Instance API v1: the marker is a tag, and the name is the plain one. What is made goes into a
 * project, for which an organization's own id stands as its default project.
 */
record InstanceV1(ScalewayClient client) implements Generation {
  private static final String TAG = "stillframe:";

  @Override
  public Optional<String> markerOf(Wire.Thing thing) {
    return Objects.requireNonNullElse(thing.tags(), List.<String>of()).stream()
        .filter(tag -> tag.startsWith(TAG))
        .map(tag -> tag.substring(TAG.length()))
        .findFirst();
  }

  @Override
  public String nameOf(Wire.Thing thing) {
    return thing.name();
  }

  @Override
  public Uni<List<Wire.Snapshot>> candidates(String marker) {
    return client.snapshots(TAG + marker);
  }

  /** A snapshot goes where its volume is, which only the volume tells. */
  @Override
  public Uni<Wire.Snapshot> create(NewCopy wanted) {
    return client
        .volume(wanted.volumeId())
        .chain(
            volume ->
                client.create(
                    new Wire.NewSnapshot(
                        wanted.name(),
                        null,
                        volume
                            .map(Wire.Volume::project)
                            .orElseThrow(() -> unknown(wanted.volumeId())),
                        wanted.volumeId(),
                        tags(wanted.snapshotId()))));
  }

  private static ProviderException unknown(String volumeId) {
    return ProviderException.rejected(
        ProblemType.VOLUME_NOT_FOUND, "there is no volume " + volumeId);
  }

  /** The new volume goes to the snapshot's project, unless somebody else is to own it. */
  @Override
  public Uni<Wire.Volume> create(NewVolume wanted, Wire.Snapshot source) {
    @Nullable String project =
        wanted.organization().equals(source.organization()) ? source.project() : null;
    return client.create(
        new Wire.NewVolume(
            wanted.name(),
            null,
            Objects.requireNonNullElse(project, wanted.organization()),
            source.volumeType(),
            source.id(),
            tags(wanted.operationId())));
  }

  private static List<String> tags(UUID id) {
    return List.of(TAG + Marker.of(id));
  }

  /** Names and tags are patched; who owns it can only be put, with all that it has. */
  @Override
  public Uni<Void> update(Wire.Snapshot snapshot, UUID snapshotId, Writable members) {
    if (!members.organization().equals(snapshot.organization())) {
      return transfer(snapshot.id(), members);
    }
    return members.name().equals(snapshot.name())
        ? Uni.createFrom().voidItem()
        : client.patchSnapshot(snapshot.id(), new Wire.Change(members.name(), null));
  }

  private Uni<Void> transfer(String id, Writable members) {
    return client
        .wholeSnapshot(id)
        .chain(
            found -> {
              ObjectNode whole = found.orElseThrow(ScalewayDriver::gone);
              whole
                  .put("name", members.name())
                  .put("organization", members.organization())
                  .put("project", members.organization());
              return client.putSnapshot(id, whole);
            });
  }
}
