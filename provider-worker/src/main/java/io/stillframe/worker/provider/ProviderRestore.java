package io.stillframe.worker.provider;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.RestoredVolume;

/**
 * How far a provider is with a new volume.
 *
 * @param volume the new volume, once it is available
 * @param problem why it failed
 */
public record ProviderRestore(
    CopyStatus status, @Nullable RestoredVolume volume, @Nullable Problem problem) {}
