package io.stillframe.contract;

import java.time.Instant;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator asks for. One service carries it out and tells of it by {@link AdminEvent}s
 * with the same id. A reader that does not know a type yet gets {@link Unknown}.
 */
@JsonTypeInfo(
    use = JsonTypeInfo.Id.NAME,
    property = "type",
    visible = true,
    defaultImpl = AdminRequest.Unknown.class)
public sealed interface AdminRequest {

  /** What the read model is called as a target. */
  String READ_MODEL = "read-model";

  /** A UUIDv7, the identity of the message as well. */
  UUID id();

  /** The name of the administrator's key; never the key. */
  String requestedBy();

  /** Whom the key belongs to. */
  String organization();

  Instant requestedAt();

  /** The id of what it is about. */
  @JsonIgnore
  String target();

  /** The stable name on the wire, for example {@code adopt-finding}. */
  @JsonIgnore
  default String type() {
    return getClass().getAnnotation(JsonTypeName.class).value();
  }

  /** It is about one finding, and the worker carries it out. */
  sealed interface OnFinding extends AdminRequest {
    UUID findingId();

    @Override
    @JsonIgnore
    default String target() {
      return findingId().toString();
    }
  }

  /** It is about one dead letter, and the service of its group carries it out. */
  sealed interface OnDeadLetter extends AdminRequest {
    DeadLetterId deadLetterId();

    @Override
    @JsonIgnore
    default String target() {
      return deadLetterId().toString();
    }
  }

  /**
   * Make a snapshot of an orphan.
   *
   * @param owner the snapshot's organization; the finding's if it is left out
   * @param name the snapshot's; the provider's if it is left out
   */
  @JsonTypeName("adopt-finding")
  record AdoptFinding(
      UUID id,
      String requestedBy,
      String organization,
      Instant requestedAt,
      UUID findingId,
      @Nullable String owner,
      @Nullable String name)
      implements OnFinding {}

  /** Remove what was found: an orphan's copy, or our record of a missing one. */
  @JsonTypeName("delete-finding")
  record DeleteFinding(
      UUID id, String requestedBy, String organization, Instant requestedAt, UUID findingId)
      implements OnFinding {}

  /** Show the finding no more. */
  @JsonTypeName("ignore-finding")
  record IgnoreFinding(
      UUID id, String requestedBy, String organization, Instant requestedAt, UUID findingId)
      implements OnFinding {}

  /** Take a dead letter once more, by the group that could not, and by no other. */
  @JsonTypeName("replay-dead-letter")
  record ReplayDeadLetter(
      UUID id,
      String requestedBy,
      String organization,
      Instant requestedAt,
      DeadLetterId deadLetterId)
      implements OnDeadLetter {}

  /** Mark a dead letter as done with. */
  @JsonTypeName("discard-dead-letter")
  record DiscardDeadLetter(
      UUID id,
      String requestedBy,
      String organization,
      Instant requestedAt,
      DeadLetterId deadLetterId)
      implements OnDeadLetter {}

  /**
   * Fold the topics anew, and take the result for the read model; the query service carries it out.
   *
   * @param acceptDifferences whether it takes the live one's place also when they are not equal
   */
  @JsonTypeName("rebuild-read-model")
  record RebuildReadModel(
      UUID id,
      String requestedBy,
      String organization,
      Instant requestedAt,
      boolean acceptDifferences)
      implements AdminRequest {
    @Override
    @JsonIgnore
    public String target() {
      return READ_MODEL;
    }
  }

  /** A request of a type that this version does not know; its target is the record's key. */
  record Unknown(
      // Against the accessor above, whose annotation would otherwise be inherited.
      @JsonProperty("type") @JsonIgnore(false) String type,
      UUID id,
      String requestedBy,
      String organization,
      Instant requestedAt)
      implements AdminRequest {
    @Override
    @JsonIgnore
    public String target() {
      return "";
    }
  }
}
