package io.stillframe.command.snapshot;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import com.github.f4b6a3.uuid.UuidCreator;
import io.smallrye.mutiny.Uni;

import io.stillframe.command.inventory.KnownInventory;
import io.stillframe.command.operation.IdempotencyKey;
import io.stillframe.command.operation.Operations;
import io.stillframe.command.quota.Quotas;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Volume;

/** Accepts new snapshots. */
@Singleton
public class CreatingSnapshots {
  /** How many seconds ahead a default name may be moved when others took the same second. */
  private static final int NAME_TRIES = 600;

  private final KnownInventory inventory;
  private final KnownSnapshots snapshots;
  private final NameReservations names;
  private final Operations operations;
  private final Quotas quotas;
  private final CommandConfig config;
  private final Clock clock;

  CreatingSnapshots(
      KnownInventory inventory,
      KnownSnapshots snapshots,
      NameReservations names,
      Operations operations,
      Quotas quotas,
      CommandConfig config,
      Clock clock) {
    this.inventory = inventory;
    this.snapshots = snapshots;
    this.names = names;
    this.operations = operations;
    this.quotas = quotas;
    this.config = config;
    this.clock = clock;
  }

  /** In the caller's transaction. */
  public Uni<Operation> create(
      CreateBody body, String organization, Naming naming, Optional<IdempotencyKey> key) {
    Instant now = clock.instant();
    Instant deadline = Deadline.ofCreate(body.deadline(), now, config);
    UUID snapshotId = UuidCreator.getTimeOrderedEpoch();
    UUID operationId = UuidCreator.getTimeOrderedEpoch();
    return Target.of(inventory, body, organization)
        .call(target -> quotas.requireSnapshot(organization, target.sizeBytes()))
        .chain(
            target ->
                reserve(target, body, organization, naming, snapshotId, operationId, now)
                    .map(
                        name ->
                            request(
                                target,
                                body,
                                organization,
                                name,
                                snapshotId,
                                operationId,
                                now,
                                deadline)))
        .chain(
            request ->
                snapshots
                    .add(request)
                    .chain(() -> operations.accept(OperationKind.CREATE, request, key)));
  }

  private Uni<String> reserve(
      Target target,
      CreateBody body,
      String organization,
      Naming naming,
      UUID snapshotId,
      UUID operationId,
      Instant now) {
    ProviderEnvironment place = target.environment();
    if (body.name() == null) {
      return reserveDefault(target, organization, snapshotId, operationId, now, 0);
    }
    String name = SnapshotName.check("name", body.name());
    if (naming == Naming.FREE) {
      return Uni.createFrom().item(name);
    }
    return names
        .take(organization, place.provider(), place.environment(), name, snapshotId, operationId)
        .replaceWith(name);
  }

  /** Two default names in one second: the later takes the next free second. */
  private Uni<String> reserveDefault(
      Target target,
      String organization,
      UUID snapshotId,
      UUID operationId,
      Instant now,
      int later) {
    ProviderEnvironment place = target.environment();
    String name =
        SnapshotName.byDefault(target.volume(), target.volumeId(), now.plusSeconds(later));
    if (later == NAME_TRIES) {
      return names
          .take(organization, place.provider(), place.environment(), name, snapshotId, operationId)
          .replaceWith(name);
    }
    return names
        .tryTake(organization, place.provider(), place.environment(), name, snapshotId, operationId)
        .chain(
            taken ->
                taken
                    ? Uni.createFrom().item(name)
                    : reserveDefault(
                        target, organization, snapshotId, operationId, now, later + 1));
  }

  private static CreateSnapshot request(
      Target target,
      CreateBody body,
      String organization,
      String name,
      UUID snapshotId,
      UUID operationId,
      Instant now,
      Instant deadline) {
    return new CreateSnapshot(
        operationId,
        snapshotId,
        organization,
        target.environment().provider(),
        target.environment().environment(),
        target.volumeId(),
        target.volume().map(Volume::name).orElse(null),
        target.volume().map(Volume::type).orElse(null),
        name,
        body.description(),
        Labels.check(body.labels()),
        Boolean.TRUE.equals(body.rapid()),
        now,
        deadline);
  }
}
