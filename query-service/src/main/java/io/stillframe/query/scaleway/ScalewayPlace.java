package io.stillframe.query.scaleway;

import io.stillframe.api.CurrentCaller;
import io.stillframe.dialect.scaleway.ScalewayConfig;
import io.stillframe.query.provider.Place;

/** Where this API looks. */
final class ScalewayPlace {
  private ScalewayPlace() {}

  /** The caller's own; nowhere if nothing is configured, since no provider has an empty name. */
  static Place of(CurrentCaller caller, ScalewayConfig config) {
    return new Place(
        caller.get().organization(), config.provider().orElse(""), config.environment().orElse(""));
  }
}
