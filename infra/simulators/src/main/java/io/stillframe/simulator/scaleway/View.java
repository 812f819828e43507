package io.stillframe.simulator.scaleway;

import java.time.Instant;
import java.util.List;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/** One generation of the API, where the two differ. */
sealed interface View permits LegacyView, InstanceView {
  Refusals refusals();

  /** Who is to own what the request makes. */
  String owner(Fields request);

  /** The members that a request to make a snapshot may have. */
  String[] snapshotFields();

  /** The members that a request to make a volume may have. */
  String[] volumeFields();

  /** The snapshots that the call asks for. */
  List<StoredSnapshot> filtered(Call call, List<StoredSnapshot> snapshots);

  /** A snapshot as this generation shows it. */
  Object snapshot(StoredSnapshot snapshot, Instant now);

  /** A volume as this generation shows it. */
  Object volume(StoredVolume volume, Instant now);

  /** The answer to a snapshot that has begun. */
  Answer created(StoredSnapshot snapshot, Instant now);

  /** The answer to a volume that was made. */
  Answer created(StoredVolume volume, Instant now);

  /** Refuses what only this generation refuses. */
  void requireFree(StoredVolume volume);
}
