package io.stillframe.query.reading;

import java.time.Duration;

import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long readers wait for what was written a moment ago. */
@ConfigMapping(prefix = "stillframe.reading")
public interface ReadingConfig {
  /** Requests that wait at once; one more is answered with what there is. */
  @WithDefault("1000")
  @Min(0)
  int maxWaiters();

  /** Of these, on behalf of one organization: the others find room whatever it asks for. */
  @WithDefault("250")
  @Min(0)
  int maxWaitersOfOrganization();

  /** A list waits at most this long until what was published before it is applied. */
  @WithDefault("250ms")
  Duration listWait();

  /** An unknown id that was made within this time may be on its way. */
  @WithDefault("30s")
  Duration youngAge();

  /**
   * How long such an id is waited for: longer than another relay takes to go on where the first has
   * died or was stopped, which is five seconds.
   */
  @WithDefault("6s")
  Duration arrivalWait();

  /**
   * How long it is waited for on top of that while the tables are behind: another replica may have
   * been killed, and nobody reads its partitions until its session has ended.
   */
  @WithDefault("10s")
  Duration behindWait();

  /** How long {@code minVersion} is waited for, unless the caller prefers another time. */
  @WithDefault("10s")
  Duration versionWait();

  /**
   * A process that starts is not ready while the tables are further than this many records behind
   * any partition's end at its start. Markers and aborted records, which nobody is given, count.
   */
  @WithDefault("1000")
  @Min(1)
  int readyLag();

  /** Nor longer than this. */
  @WithDefault("10m")
  Duration readyWait();
}
