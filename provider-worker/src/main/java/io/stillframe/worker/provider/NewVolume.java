package io.stillframe.worker.provider;

import java.util.UUID;

/**
 * The volume that a provider is asked to make from a copy.
 *
 * @param operationId what the new volume's marker is made of
 * @param organization who is to own it
 */
public record NewVolume(UUID operationId, CopyRef source, String name, String organization) {}
