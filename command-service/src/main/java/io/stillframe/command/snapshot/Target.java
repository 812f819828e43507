package io.stillframe.command.snapshot;

import java.util.List;
import java.util.Optional;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.ProblemException;
import io.stillframe.command.inventory.KnownInventory;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Volume;

/**
 * What a snapshot is asked of.
 *
 * @param volume what the inventory knows of it; a volume that it has not seen yet is judged by the
 *     worker
 */
record Target(ProviderEnvironment environment, String volumeId, Optional<Volume> volume) {

  /**
   * @throws ProblemException 404 for a provider, environment or volume that is not there for this
   *     organization, 409 for a volume that is not ready, 422 for what the provider cannot do
   */
  static Uni<Target> of(KnownInventory inventory, CreateBody body, String organization) {
    if (!VolumeId.isOne(body.volumeId())) {
      throw new ProblemException(
          ProblemType.VOLUME_NOT_FOUND.at("volumeId", "volumeId " + VolumeId.RULE));
    }
    return inventory
        .environments(body.provider())
        .chain(
            environments -> {
              ProviderEnvironment environment =
                  choose(environments, body.provider(), body.environment());
              if (Boolean.TRUE.equals(body.rapid()) && !environment.capabilities().rapid()) {
                throw new ProblemException(
                    ProblemType.NOT_SUPPORTED.at(
                        "rapid",
                        "%s cannot keep copies on the volume's storage"
                            .formatted(body.provider())));
              }
              return inventory
                  .volume(body.provider(), environment.environment(), body.volumeId())
                  .map(
                      volume ->
                          new Target(environment, body.volumeId(), volume).usableBy(organization));
            });
  }

  /** The volume's size, 0 while nobody knows it. */
  long sizeBytes() {
    return volume.map(Volume::sizeBytes).orElse(0L);
  }

  private Target usableBy(String organization) {
    volume.ifPresent(
        known -> {
          if (!known.organization().equals(organization)) {
            throw new ProblemException(
                ProblemType.VOLUME_NOT_FOUND.at(
                    "volumeId",
                    "%s has no volume %s in %s"
                        .formatted(environment.provider(), volumeId, environment.environment())));
          }
          if (!known.ready()) {
            throw new ProblemException(
                ProblemType.VOLUME_NOT_READY.at("volumeId", "the volume is busy; try again later"));
          }
        });
    return this;
  }

  private static ProviderEnvironment choose(
      List<ProviderEnvironment> environments, String provider, @Nullable String name) {
    if (environments.isEmpty()) {
      throw new ProblemException(
          ProblemType.PROVIDER_NOT_FOUND.at("provider", "there is no provider " + provider));
    }
    if (name == null && environments.size() > 1) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE.at(
              "environment",
              "environment must be given: %s has %s"
                  .formatted(
                      provider,
                      environments.stream().map(ProviderEnvironment::environment).toList())));
    }
    return environments.stream()
        .filter(each -> name == null || each.environment().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ProblemException(
                    ProblemType.ENVIRONMENT_NOT_FOUND.at(
                        "environment", "%s has no environment %s".formatted(provider, name))));
  }
}
