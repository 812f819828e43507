package io.stillframe.command.snapshot;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.stillframe.api.ProblemException;
import io.stillframe.command.operation.Looking;
import io.stillframe.contract.Operation;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotState;
import io.stillframe.rows.Patience;
import io.stillframe.rows.Rows;

/**
 * Holds an answer until the worker has said its first word about a request: for callers whose API
 * has no operations and expects to be told at once what cannot be.
 */
@Singleton
public class FirstWord {
  /** In one look: what was told between two would make a failed create one that has begun. */
  private static final String FIND =
      """
            select cast(jsonb_build_object('operation', o.document, 'snapshot', s.document) as text)
            from operation o join snapshot s on s.id = o.snapshot_id
            where o.id = :id
            """;

  private final Duration atMost;

  FirstWord(
      @ConfigProperty(name = "stillframe.dialects.first-word", defaultValue = "5s")
          Duration atMost) {
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
        .until(
            accepted.organization(),
            () -> Patience.session(() -> look(accepted)),
            FirstWord::isSaid,
            atMost)
        .invoke(
            heard -> {
              if (heard.operation().problem() != null) {
                throw new ProblemException(heard.operation().problem());
              }
            });
  }

  private static Uni<Heard> look(Operation accepted) {
    return Rows.find(FIND, Heard.class, Map.of("id", accepted.id())).map(Optional::orElseThrow);
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
