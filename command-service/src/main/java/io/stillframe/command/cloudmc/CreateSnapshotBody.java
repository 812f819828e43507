package io.stillframe.command.cloudmc;

import org.jspecify.annotations.Nullable;

/**
 * The body of a create.
 *
 * @param volumeId must be given
 * @param name unique; instance, volume and time by default
 * @param rapid whether to keep the copy on the volume's own storage
 */
record CreateSnapshotBody(
    @Nullable String volumeId, @Nullable String name, @Nullable Boolean rapid) {}
