package io.stillframe.simulator.scaleway;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Another object, by id and name. */
record Reference(String id, String name) {
  /** The volume that a snapshot was made of, if it is still there. */
  static @Nullable Reference baseVolume(Store store, StoredSnapshot snapshot) {
    return store
        .volume(snapshot.volumeId())
        .map(volume -> new Reference(volume.id(), volume.name()))
        .orElse(null);
  }

  /** The server that a volume is attached to; all that is known of it is the name. */
  static @Nullable Reference server(StoredVolume volume) {
    String name = volume.server();
    return name == null
        ? null
        : new Reference(
            UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(), name);
  }
}
