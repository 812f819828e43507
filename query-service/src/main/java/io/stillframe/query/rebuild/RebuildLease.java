package io.stillframe.query.rebuild;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Singleton;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.ActionAnswer;
import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.Message;
import io.stillframe.rows.Rows;

/**
 * Which replica rebuilds, and until when: one at a time, and whoever is next takes over what a dead
 * one began. The row also keeps how an action ended, from the commit that ended it, so that it is
 * told however often a process dies.
 */
@Singleton
class RebuildLease {
  /** Longer than one batch of the rebuild takes; renewed after each. */
  static final Duration LEASE = Duration.ofSeconds(15);

  private static final String UNTIL =
      "now() + cast(cast(:millis as text) as bigint) * interval '1 millisecond'";

  private static final String CLAIM =
      """
      with free as (
          select only_row from rebuild_lease where expires_at < now() for update skip locked),
      due as (
          select id, request from admin_action_view
          where action = 'rebuild-read-model' and status = 'running' and request is not null
          order by created_at, id limit 1)
      update rebuild_lease l set holder = :holder, action = due.id,
          outcome = case when l.action = due.id then l.outcome end,
          attempts = case when l.action = due.id then l.attempts + 1 else 1 end,
          expires_at =\s"""
          + UNTIL
          + """
           from free, due
          returning cast(json_build_object('action', cast(due.request as json),
              'outcome', cast(l.outcome as json), 'attempts', l.attempts) as text)
          """;

  private static final String RENEW =
      "update rebuild_lease set expires_at = " + UNTIL + " where holder = :holder";
  private static final String RELEASE =
      "update rebuild_lease set expires_at = '-infinity' where holder = :holder";
  private static final String END =
      "update rebuild_lease set outcome = :outcome where holder = :holder";

  private final UUID holder = UUID.randomUUID();

  /**
   * An action that this process has to carry out.
   *
   * @param outcome how it has ended already, when that is only to be told
   * @param attempts how often it was begun, this time included
   */
  record Claim(ActionAnswer action, @Nullable AdminEvent outcome, int attempts) {
    AdminRequest.RebuildReadModel request() {
      ObjectNode parameters = action.parameters();
      return new AdminRequest.RebuildReadModel(
          action.id(),
          action.requestedBy(),
          action.organization(),
          action.requestedAt(),
          parameters != null && parameters.path("acceptDifferences").asBoolean());
    }
  }

  /** Another replica has taken over: what is under way here must not be committed. */
  static final class LostException extends RuntimeException {
    LostException() {
      super("another replica rebuilds");
    }
  }

  /** The oldest action that is due, unless another replica is at work. */
  Uni<Optional<Claim>> claim() {
    return Panache.withTransaction(() -> Rows.find(CLAIM, Claim.class, until()));
  }

  /**
   * Holds it for another while, and in a transaction until that ends, however long it takes.
   *
   * @throws LostException if it was taken over
   */
  Uni<Void> renew() {
    return Panache.withTransaction(() -> Rows.update(RENEW, until()))
        .invoke(
            count -> {
              if (count == 0) {
                throw new LostException();
              }
            })
        .replaceWithVoid();
  }

  /** Keeps how the action ended, in the caller's transaction if there is one. */
  Uni<Void> end(AdminEvent outcome) {
    return Panache.withTransaction(
            () -> Rows.update(END, Map.of("holder", holder, "outcome", Message.write(outcome))))
        .replaceWithVoid();
  }

  Uni<Void> release() {
    return Panache.withTransaction(() -> Rows.update(RELEASE, Map.of("holder", holder)))
        .replaceWithVoid();
  }

  private Map<String, Object> until() {
    return Map.of("holder", holder, "millis", Long.toString(LEASE.toMillis()));
  }
}
