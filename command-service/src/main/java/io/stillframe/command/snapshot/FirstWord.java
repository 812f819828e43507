package io.stillframe.command.snapshot;

import java.time.Duration;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.stillframe.api.ProblemException;
import io.stillframe.command.operation.Looking;
import io.stillframe.command.operation.Operations;
import io.stillframe.contract.Operation;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotState;
import io.stillframe.rows.Patience;

/**
 * Holds an answer until the worker has said its first word about a request: for callers whose API
 * has no operations and expects to be told at once what cannot be.
 */
@Singleton
public class FirstWord {
  private final Operations operations;
  private final KnownSnapshots snapshots;
  private final Duration atMost;

  FirstWord(
      Operations operations,
      KnownSnapshots snapshots,
      @ConfigProperty(name = "stillframe.dialects.first-word", defaultValue = "5s")
          Duration atMost) {
    this.operations = operations;
    this.snapshots = snapshots;
    this.atMost = atMost;
  }

  /** What is known of a request, and of the snapshot that it is about. */
  public record Heard(Operation operation, Snapshot snapshot) {}

  /**
   * What is known when the worker has begun with the request, or after the configured time.
   *
   * @throws ProblemException with which the operation failed
   */
  public Uni<Heard> about(Operation accepted) {
    return Looking.HELD
        .until(() -> Patience.session(() -> look(accepted)), FirstWord::isSaid, atMost)
        .invoke(
            heard -> {
              if (heard.operation().problem() != null) {
                throw new ProblemException(heard.operation().problem());
              }
            });
  }

  private Uni<Heard> look(Operation accepted) {
    return operations
        .find(accepted.id())
        .map(Optional::orElseThrow)
        .chain(
            operation ->
                snapshots
                    .get(operation.snapshotId())
                    .map(snapshot -> new Heard(operation, snapshot)));
  }

  private static boolean isSaid(Heard heard) {
    return heard.operation().status().isEnded()
        || isBegun(heard.operation(), heard.snapshot().state());
  }

  private static boolean isBegun(Operation operation, SnapshotState state) {
    return switch (operation.kind()) {
      case CREATE -> state != SnapshotState.REQUESTED;
      case DELETE -> state == SnapshotState.DELETING || state == SnapshotState.DELETED;
      case UPDATE, RESTORE -> false;
    };
  }
}
