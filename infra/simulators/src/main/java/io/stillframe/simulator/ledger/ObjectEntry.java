package io.stillframe.simulator.ledger;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One object that came into being or ceased to be.
 *
 * @param call the number of the call that did it; 0 for the control API
 * @param volumeId the volume of a snapshot
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObjectEntry(
    Instant at,
    Change change,
    Type type,
    String id,
    String name,
    List<String> tags,
    @Nullable String volumeId,
    long call) {

  /** What became of it. */
  public enum Change {
    @JsonProperty("created")
    CREATED,
    /** Its end was accepted; the cloud may take its time. */
    @JsonProperty("deleted")
    DELETED,
    /** A fault took it, or will after the fault's time. */
    @JsonProperty("vanished")
    VANISHED
  }

  /** What it is. */
  public enum Type {
    @JsonProperty("snapshot")
    SNAPSHOT,
    @JsonProperty("volume")
    VOLUME
  }
}
