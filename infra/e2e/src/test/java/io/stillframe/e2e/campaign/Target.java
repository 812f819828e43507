package io.stillframe.e2e.campaign;

import java.util.Map;

/**
 * A volume that snapshots are taken of.
 *
 * @param restores whether its provider makes new volumes of snapshots
 */
record Target(
    String organization, String provider, String environment, String volumeId, boolean restores) {
  /** Whether its provider does what it is asked to; a cloud here does not always. */
  boolean isCalm() {
    return provider.equals("compute-on");
  }

  /** The members of a create's body that name it. */
  Map<String, Object> members() {
    return Map.of("provider", provider, "environment", environment, "volumeId", volumeId);
  }

  /** The body of a create that gives a name. */
  Map<String, Object> named(String name) {
    return Map.of(
        "provider", provider, "environment", environment, "volumeId", volumeId, "name", name);
  }
}
