package io.stillframe.worker.provider;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.Progress;

/**
 * A copy as the provider tells of it.
 *
 * @param id the provider's id; none while it has only promised one
 * @param ticket by which the provider is asked how far it is, while there is no id
 * @param marker which it carries; empty for copies that others made
 * @param name without the marker, where the provider tells one
 * @param volumeId none when the volume is gone and the provider has forgotten it
 * @param sizeBytes the volume's size when it was copied, where the provider tells it
 * @param storedBytes what the copy takes
 * @param sha256 of the whole content, lower-case hex, where the provider tells it
 * @param cutAt the point in time that it shows
 * @param problem why it failed
 */
public record ProviderSnapshot(
    @Nullable String id,
    @Nullable String ticket,
    Optional<String> marker,
    @Nullable String name,
    @Nullable String volumeId,
    CopyStatus status,
    @Nullable Long sizeBytes,
    @Nullable Long storedBytes,
    @Nullable String sha256,
    @Nullable Instant cutAt,
    @Nullable Progress progress,
    @Nullable Problem problem) {}
