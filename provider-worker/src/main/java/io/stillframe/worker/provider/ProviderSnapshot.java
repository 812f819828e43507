package io.stillframe.worker.provider;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.Progress;

/**
 * A copy as the provider tells of it.
 *
 * @param id the provider's id
 * @param snapshotId whose marker it carries; empty for copies that others made
 * @param sizeBytes the volume's size when it was copied
 * @param storedBytes what the copy takes
 * @param sha256 of the whole content, lower-case hex, where the provider tells it
 * @param cutAt the point in time that it shows
 * @param problem why it failed
 */
public record ProviderSnapshot(
    String id,
    Optional<UUID> snapshotId,
    String volumeId,
    CopyStatus status,
    @Nullable Long sizeBytes,
    @Nullable Long storedBytes,
    @Nullable String sha256,
    @Nullable Instant cutAt,
    @Nullable Progress progress,
    @Nullable Problem problem) {}
