package io.stillframe.query.scaleway;

import jakarta.inject.Singleton;

import io.stillframe.api.CurrentCaller;
import io.stillframe.dialect.scaleway.Zones;
import io.stillframe.query.provider.Place;

/** Where the request that is being answered looks: at the caller's own, behind the called host. */
@Singleton
class ScalewayPlace {
  private final CurrentCaller caller;
  private final Zones zones;

  ScalewayPlace(CurrentCaller caller, Zones zones) {
    this.caller = caller;
    this.zones = zones;
  }

  Place current() {
    Zones.Place zone = zones.current();
    return new Place(caller.get().organization(), zone.provider(), zone.environment());
  }
}
