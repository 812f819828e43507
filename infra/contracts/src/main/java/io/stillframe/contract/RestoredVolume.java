package io.stillframe.contract;

/** The volume that a restore made. */
public record RestoredVolume(String volumeId, String name, long sizeBytes) {}
