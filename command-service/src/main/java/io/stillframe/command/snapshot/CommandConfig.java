package io.stillframe.command.snapshot;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How long operations may take when their caller does not say. A delete has no deadline. */
@ConfigMapping(prefix = "stillframe.deadline")
interface CommandConfig {
  @WithDefault("24h")
  Duration create();

  @WithDefault("1h")
  Duration update();

  @WithDefault("1h")
  Duration restore();

  /** For which an update or a restore may ask at most: a delete may have to wait for it. */
  @WithDefault("24h")
  Duration longest();
}
