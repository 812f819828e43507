package io.stillframe.contract;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as it is told to the world: the state that every event carries and every answer shows.
 *
 * @param organization its owner
 * @param volumeName the volume's name when the copy was asked for, as far as it was known
 * @param rapid whether the copy is kept on the volume's own storage
 * @param intervalType {@code MANUAL}, or the interval of the schedule that made it
 * @param version counts its events from 1; 0 before the first
 * @param revision changes with state and writable members only; the ETag
 * @param sizeBytes the volume's size when it was copied
 * @param storedBytes what the copy takes at the provider, without holes
 * @param sha256 of the volume's whole content, holes as zeros; lower-case hex
 * @param providerSnapshotId the copy's id at the provider
 * @param cutAt the point in time that the copy shows
 * @param problem why it is rejected, failed or delete-failed
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, useImmutableCollections = true)
public record Snapshot(
    UUID id,
    String organization,
    String provider,
    String environment,
    String volumeId,
    @Nullable String volumeName,
    @Nullable String volumeType,
    String name,
    @Nullable String description,
    Map<String, String> labels,
    boolean rapid,
    String intervalType,
    SnapshotState state,
    long version,
    long revision,
    @Nullable Long sizeBytes,
    @Nullable Long storedBytes,
    @Nullable String sha256,
    @Nullable String providerSnapshotId,
    @Nullable Progress progress,
    @Nullable Condition condition,
    Instant createdAt,
    @Nullable Instant cutAt,
    @Nullable Instant availableAt,
    @Nullable Problem problem) {

  /** The interval type of a snapshot that somebody asked for. */
  public static final String MANUAL = "MANUAL";

  public Snapshot {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
  }

  /** The snapshot that {@code request} asks for, before its first event. */
  public static Snapshot requested(CreateSnapshot request) {
    return SnapshotBuilder.builder()
        .id(request.snapshotId())
        .organization(request.organization())
        .provider(request.provider())
        .environment(request.environment())
        .volumeId(request.volumeId())
        .volumeName(request.volumeName())
        .volumeType(request.volumeType())
        .name(request.name())
        .description(request.description())
        .labels(request.labels())
        .rapid(request.rapid())
        .intervalType(MANUAL)
        .state(SnapshotState.REQUESTED)
        .createdAt(request.requestedAt())
        .build();
  }
}
