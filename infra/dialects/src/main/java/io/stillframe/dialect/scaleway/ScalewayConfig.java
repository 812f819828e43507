package io.stillframe.dialect.scaleway;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * What Scaleway's API leaves out. It has one address per zone, so the host that a client calls says
 * which provider and environment it means.
 */
@ConfigMapping(prefix = "stillframe.dialects.scaleway")
public interface ScalewayConfig {
  /** The provider behind every host that is not named; without one there is nothing behind them. */
  Optional<String> provider();

  /** The environment behind every host that is not named. */
  Optional<String> environment();

  /** What stands behind hosts of their own, by the host's name without a port. */
  Map<String, Zone> hosts();

  /** The {@code volume_type} of volumes whose own type is none of Scaleway's. */
  @WithDefault("l_ssd")
  String volumeType();

  /** The document says 200; the real service answered 201, and some old clients insist on it. */
  @WithDefault("200")
  int createStatus();

  /** One provider and environment. */
  interface Zone {
    String provider();

    String environment();

    /** What a create is answered with at this host; what holds for all hosts, if it is not set. */
    OptionalInt createStatus();
  }
}
