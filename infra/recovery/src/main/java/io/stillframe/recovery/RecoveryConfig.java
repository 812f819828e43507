package io.stillframe.recovery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the recovery. */
@ConfigMapping(prefix = "stillframe.recovery")
public interface RecoveryConfig {
  /**
   * Whether the database is compared with the topics at the start. Without that, a database which
   * was restored from a backup uses versions twice.
   */
  @WithDefault("true")
  boolean enabled();
}
