package io.stillframe.command.scaleway;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;

import io.stillframe.command.inventory.KnownInventory;
import io.stillframe.command.snapshot.UpdatePatch;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.dialect.scaleway.ScalewayConfig;
import io.stillframe.dialect.scaleway.ScalewaySnapshot;
import io.stillframe.rows.Patience;

/** Snapshots as this API shows them, with what the inventory knows of their volumes. */
@Singleton
class Showing {
  private final KnownInventory inventory;
  private final ScalewayConfig config;

  Showing(KnownInventory inventory, ScalewayConfig config) {
    this.inventory = inventory;
    this.config = config;
  }

  Uni<ScalewaySnapshot.One> of(Snapshot snapshot) {
    return Patience.session(
            () ->
                inventory.volume(snapshot.provider(), snapshot.environment(), snapshot.volumeId()))
        .map(volume -> ScalewaySnapshot.of(snapshot, volume.orElse(null), config.volumeType()))
        .map(ScalewaySnapshot.One::new);
  }

  /** As it is, or will be, with the members of the patch. */
  Uni<ScalewaySnapshot.One> updated(Snapshot snapshot, ObjectNode patch) {
    return of(
        SnapshotBuilder.builder(snapshot)
            .name(UpdatePatch.text(patch, "name").orElse(snapshot.name()))
            .organization(UpdatePatch.text(patch, "organization").orElse(snapshot.organization()))
            .build());
  }
}
