package io.stillframe.dialect.scaleway;

import java.util.Locale;

import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.net.HostAndPort;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Snapshot;

/** Which provider and environment a client means by the host that it calls. */
@Singleton
public class Zones {
  private final ScalewayConfig config;
  private final CurrentVertxRequest request;

  Zones(ScalewayConfig config, CurrentVertxRequest request) {
    this.config = config;
    this.request = request;
  }

  /** A provider and an environment; both empty where nothing is configured: none is called so. */
  public record Place(String provider, String environment) {
    /** Whether the snapshot is there and this API shows it. */
    public boolean shows(Snapshot snapshot) {
      return snapshot.provider().equals(provider)
          && snapshot.environment().equals(environment)
          && ScalewaySnapshot.shows(snapshot.state());
    }
  }

  /** What the request that is being answered is about. */
  public Place current() {
    ScalewayConfig.Zone zone = called();
    return zone != null
        ? new Place(zone.provider(), zone.environment())
        : new Place(config.provider().orElse(""), config.environment().orElse(""));
  }

  /** The HTTP status by which a create is answered at the host that is called. */
  public int createStatus() {
    ScalewayConfig.Zone zone = called();
    return zone == null ? config.createStatus() : zone.createStatus().orElse(config.createStatus());
  }

  private ScalewayConfig.@Nullable Zone called() {
    HostAndPort called = request.getCurrent().request().authority();
    return called == null ? null : config.hosts().get(called.host().toLowerCase(Locale.ROOT));
  }
}
