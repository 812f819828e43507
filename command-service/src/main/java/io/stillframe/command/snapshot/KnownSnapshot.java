package io.stillframe.command.snapshot;

import java.util.UUID;

import io.stillframe.contract.SnapshotState;

/** What is known of a snapshot when something is asked of it; the workers may know more. */
record KnownSnapshot(
    UUID id,
    String organization,
    String provider,
    String environment,
    String name,
    SnapshotState state,
    long version,
    long revision) {}
