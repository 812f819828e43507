package io.stillframe.command.snapshot;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/snapshots/{id}/restore}; it may be left out.
 *
 * @param name of the new volume; the snapshot's by default
 * @param deadline when to give up; an hour from now by default
 */
record RestoreBody(@Nullable String name, @Nullable Instant deadline) {
  /** One that was left out. */
  static final RestoreBody NONE = new RestoreBody(null, null);
}
