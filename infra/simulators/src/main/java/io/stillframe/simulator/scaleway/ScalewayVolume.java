package io.stillframe.simulator.scaleway;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A volume as a test arranges it.
 *
 * @param id a UUID
 * @param organization its owner, and its project too: Scaleway's default project has the
 *     organization's id
 * @param size in bytes, at least 1
 * @param volumeType {@code l_ssd} when absent
 * @param server the name of the server that it is attached to, if any
 * @param serverRunning whether that server runs: the legacy API takes no snapshot then
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScalewayVolume(
    String id,
    String name,
    String organization,
    long size,
    String volumeType,
    List<String> tags,
    @Nullable String server,
    boolean serverRunning) {
  public ScalewayVolume {
    if (id == null || !Fields.isUuid(id)) {
      throw new IllegalArgumentException("id: a UUID is required");
    }
    if (name == null || organization == null || size < 1) {
      throw new IllegalArgumentException("name, organization and size are required");
    }
    volumeType = volumeType == null ? "l_ssd" : volumeType;
    tags = tags == null ? List.of() : List.copyOf(tags);
  }
}
