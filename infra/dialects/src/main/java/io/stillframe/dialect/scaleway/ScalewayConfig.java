package io.stillframe.dialect.scaleway;

import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * What Scaleway's API leaves out: it has one address per zone, so one provider and environment
 * stand behind it.
 */
@ConfigMapping(prefix = "stillframe.dialects.scaleway")
public interface ScalewayConfig {
  /** Without one the API has no volumes and no snapshots. */
  Optional<String> provider();

  Optional<String> environment();

  /** The {@code volume_type} of volumes whose own type is none of Scaleway's. */
  @WithDefault("l_ssd")
  String volumeType();

  /** The document says 200; the real service answered 201, and some old clients insist on it. */
  @WithDefault("200")
  int createStatus();
}
