package io.stillframe.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What the inventory found that is not as our records have it.
 *
 * @param id see {@link #id(String, String, Kind, String)}
 * @param organization the owner, as far as it is known
 * @param providerSnapshotId the copy; none of a missing one that never had an id
 * @param snapshotId the snapshot; of an orphan, the one that its marker names, if it is known
 * @param name as the provider has it, without the marker
 * @param marked whether the copy carries a marker of ours
 * @param detail one sentence for people: what differs from what
 * @param action the administrator's last action that was carried out
 * @param version counts its changes from 1
 * @param firstSeenAt when it was found
 * @param observedAt when the latest change was seen
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record Finding(
    UUID id,
    Kind kind,
    Status status,
    String provider,
    String environment,
    @Nullable String organization,
    @Nullable String providerSnapshotId,
    @Nullable UUID snapshotId,
    @Nullable String volumeId,
    @Nullable String name,
    @Nullable Long sizeBytes,
    boolean marked,
    String detail,
    @Nullable LastAction action,
    long version,
    Instant firstSeenAt,
    Instant observedAt) {

  /** What is wrong. */
  public enum Kind {
    /** At the provider, and no snapshot of ours. */
    ORPHAN("orphan"),
    /** A snapshot of ours, and not at the provider. */
    MISSING("missing"),
    /** On both sides, and not the same. */
    DRIFT("drift");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
      return wireName;
    }
  }

  /** Whether somebody should look at it. */
  public enum Status {
    OPEN("open"),
    /** An administrator wants to hear no more of it. */
    IGNORED("ignored"),
    /** It is as it should be again. */
    RESOLVED("resolved");

    private final String wireName;

    Status(String wireName) {
      this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
      return wireName;
    }
  }

  /**
   * An action that was carried out.
   *
   * @param id of its {@link AdminRequest}
   * @param type of it, for example {@code adopt-finding}
   * @param requestedBy the name of the administrator's key
   */
  public record LastAction(UUID id, String type, String requestedBy, Instant time) {}

  /**
   * The id of a finding: a UUIDv5 of what it is about, so that every replica, and every look, gives
   * the same finding the same id.
   *
   * @param subject the provider snapshot id, or the snapshotId where there is none
   */
  public static UUID id(String provider, String environment, Kind kind, String subject) {
    return UuidCreator.getNameBasedSha1(
        "stillframe/%s/%s/%s/%s".formatted(provider, environment, kind.wireName(), subject));
  }
}
