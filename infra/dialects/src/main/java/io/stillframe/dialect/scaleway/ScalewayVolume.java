package io.stillframe.dialect.scaleway;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Volume;

/**
 * A volume as Scaleway shows it.
 *
 * @param creationDate clients insist on it; when the inventory saw it last change is the nearest
 *     that is known
 * @param size in bytes
 * @param server what it is attached to
 * @param exportUri never known here
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ScalewayVolume(
    String creationDate,
    @Nullable String exportUri,
    String id,
    String modificationDate,
    String name,
    String organization,
    @Nullable Server server,
    long size,
    String volumeType) {

  /** What a volume is attached to. */
  public record Server(String id, String name) {}

  /** One volume, in its envelope. */
  public record One(ScalewayVolume volume) {}

  /** A page of them. */
  public record Page(List<ScalewayVolume> volumes) {}

  /**
   * @param otherType the type of volumes whose own is none of Scaleway's
   */
  public static ScalewayVolume of(Volume volume, String otherType) {
    String seen = ScalewayWords.time(volume.observedAt());
    return new ScalewayVolume(
        seen,
        null,
        volume.id(),
        seen,
        volume.name(),
        volume.organization(),
        server(volume.instanceId(), volume.instanceName()),
        volume.sizeBytes(),
        ScalewayWords.volumeType(volume.type(), otherType));
  }

  private static @Nullable Server server(@Nullable String id, @Nullable String name) {
    if (id != null) {
      return new Server(id, name == null ? id : name);
    }
    return name == null ? null : new Server(name, name);
  }
}
