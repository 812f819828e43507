package io.stillframe.query;

import java.time.Instant;
import java.util.UUID;

import io.stillframe.contract.Progress;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Volume;

/** Volumes and environments as the worker tells of them. */
final class Inventory {
  private Inventory() {}

  static Volume volume(String organization, String name, long version) {
    return new Volume(
        UUID.randomUUID().toString(),
        "compute-on",
        "testing",
        organization,
        name,
        "data",
        1024,
        true,
        null,
        null,
        version,
        Instant.now());
  }

  static ProviderEnvironment environment(String organization, String name, long version) {
    return new ProviderEnvironment(
        "compute-on",
        name,
        "local",
        organization,
        new ProviderEnvironment.Capabilities(true, true, true, Progress.Source.REPORTED, 1),
        true,
        null,
        version,
        Instant.now());
  }
}
