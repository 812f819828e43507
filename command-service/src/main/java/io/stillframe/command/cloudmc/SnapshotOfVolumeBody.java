package io.stillframe.command.cloudmc;

import org.jspecify.annotations.Nullable;

/** The body of a create that is asked of a volume. */
record SnapshotOfVolumeBody(SnapshotOfVolumeBody.@Nullable Snapshot snapshot) {
  record Snapshot(@Nullable String name, @Nullable Boolean rapid) {}
}
