package io.stillframe.command.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/snapshots/{id}/restore}; it may be left out.
 *
 * @param name of the new volume; the snapshot's by default
 */
record RestoreBody(@Nullable String name) {}
