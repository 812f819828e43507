package io.stillframe.e2e.campaign;

import java.util.Map;

/**
 * A volume that snapshots are taken of.
 *
 * @param restores whether its provider makes new volumes of snapshots
 */
record Target(
    String organization, String provider, String environment, String volumeId, boolean restores) {
  /** The members of a create's body that name it. */
  Map<String, Object> members() {
    return Map.of("provider", provider, "environment", environment, "volumeId", volumeId);
  }
}
