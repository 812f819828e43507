package io.stillframe.worker.inventory;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the inventory. */
@ConfigMapping(prefix = "stillframe.inventory")
public interface InventoryConfig {
  /**
   * How often each environment is asked what it holds; a new volume can be used after this time at
   * the latest.
   */
  @WithDefault("30s")
  Duration interval();
}
