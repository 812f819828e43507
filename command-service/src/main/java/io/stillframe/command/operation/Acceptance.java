package io.stillframe.command.operation;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.ProblemType;
import io.stillframe.outbox.Outbox;
import io.stillframe.rows.Patience;
import io.stillframe.rows.Rows;

/**
 * Accepts each request once: one transaction holds the operation, what it reserves, its message and
 * the key that it came with. Only accepted requests are remembered; a refused one may be sent
 * again, corrected, with the same key.
 */
@Singleton
public class Acceptance {
  /**
   * Tried, not waited for: a second request must not hold a connection while the first is being
   * decided.
   */
  private static final String TRY_LOCK =
      "select cast(pg_try_advisory_xact_lock(hashtextextended(:organization || ' ' || :key, 0)) as text)";

  private static final String FIND =
      """
            select cast(jsonb_build_object('fingerprint', fingerprint, 'operationId', operation_id) as text)
            from idempotency_key where organization = :organization and key = :key
            """;
  private static final String KEEP =
      """
            insert into idempotency_key (organization, key, fingerprint, operation_id, accepted_at)
            values (:organization, :key, :fingerprint, :operation, cast(cast(:at as text) as timestamptz))
            """;

  /** What may be there by now, or not stand in the way any more, as the caller knows already. */
  private static final Set<ProblemType> OUTDATED =
      EnumSet.of(
          ProblemType.SNAPSHOT_NOT_FOUND,
          ProblemType.VOLUME_NOT_FOUND,
          ProblemType.PROVIDER_NOT_FOUND,
          ProblemType.ENVIRONMENT_NOT_FOUND,
          ProblemType.NOT_SUPPORTED,
          ProblemType.NAME_TAKEN,
          ProblemType.SNAPSHOT_NOT_AVAILABLE,
          ProblemType.VOLUME_NOT_READY,
          ProblemType.QUOTA_EXCEEDED,
          ProblemType.TOO_MANY_REQUESTS);

  private record Kept(String fingerprint, UUID operationId) {}

  private final Outbox outbox;
  private final OutboxRoom room;
  private final Operations operations;
  private final News news;
  private final Clock clock;

  Acceptance(Outbox outbox, OutboxRoom room, Operations operations, News news, Clock clock) {
    this.outbox = outbox;
    this.room = room;
    this.operations = operations;
    this.news = news;
    this.clock = clock;
  }

  /**
   * The operation that {@code decide} accepts, or the one that was accepted with this key before.
   *
   * <p>Callers act on what other services tell, of which this one may not have heard yet. So what
   * may be outdated is not told: when the news are here it is decided once more.
   *
   * @throws ProblemException 409 while the first request with the key is being decided, 422 if it
   *     was another one, 503 while nothing can be accepted
   */
  public Uni<Operation> accept(Optional<IdempotencyKey> key, Supplier<Uni<Operation>> decide) {
    Instant asked = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return attempt(key, () -> decide.get().invoke(operation -> refuseEarlier(operation, asked)))
        .onFailure(Acceptance::isOutdated)
        .recoverWithUni(() -> news.heard().chain(() -> attempt(key, decide)));
  }

  private Uni<Operation> attempt(Optional<IdempotencyKey> key, Supplier<Uni<Operation>> decide) {
    return accept(() -> key.map(named -> once(named, decide)).orElseGet(decide));
  }

  /** One that was running before this request came, a delete for example, may have failed since. */
  private static void refuseEarlier(Operation operation, Instant asked) {
    if (operation.status() == OperationStatus.RUNNING && operation.createdAt().isBefore(asked)) {
      throw new EarlierException();
    }
  }

  /** Whatever was decided first counts: that its rollback failed as well changes nothing. */
  private static boolean isOutdated(Throwable refusal) {
    return switch (refusal) {
      case CompositeException several -> isOutdated(several.getCauses().getFirst());
      case ProblemException decided -> OUTDATED.stream().anyMatch(decided.problem()::is);
      default -> refusal instanceof EarlierException;
    };
  }

  /** What {@code decide} accepts, if there is room for its message. */
  public <T extends @Nullable Object> Uni<T> accept(Supplier<Uni<T>> decide) {
    return Patience.with(outbox.transaction(() -> room.require().chain(() -> decide.get())));
  }

  private Uni<Operation> once(IdempotencyKey key, Supplier<Uni<Operation>> decide) {
    Map<String, String> scope = Map.of("organization", key.owner(), "key", key.key());
    return lock(scope)
        .chain(() -> Rows.find(FIND, Kept.class, scope))
        .chain(
            kept ->
                kept.isPresent()
                    ? replay(kept.get(), key)
                    : decide.get().call(operation -> keep(key, operation)));
  }

  private static Uni<Void> lock(Map<String, String> scope) {
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(TRY_LOCK, String.class)
                    .setParameter("organization", scope.get("organization"))
                    .setParameter("key", scope.get("key"))
                    .getSingleResult())
        .invoke(
            locked -> {
              if (!locked.equals("true")) {
                throw new ProblemException(
                        ProblemType.REQUEST_IN_PROGRESS.at(
                            IdempotencyKey.HEADER, "try again in a moment for its answer"))
                    .with("Retry-After", "1");
              }
            })
        .replaceWithVoid();
  }

  private Uni<Operation> replay(Kept kept, IdempotencyKey key) {
    if (!kept.fingerprint().equals(key.fingerprint())) {
      throw new ProblemException(
          ProblemType.IDEMPOTENCY_KEY_REUSED.at(
              IdempotencyKey.HEADER, "another method, path or body was accepted with this key"));
    }
    return operations.find(kept.operationId()).map(Optional::orElseThrow);
  }

  private Uni<Integer> keep(IdempotencyKey key, Operation operation) {
    return Rows.update(
        KEEP,
        Map.of(
            "organization", key.owner(),
            "key", key.key(),
            "fingerprint", key.fingerprint(),
            "operation", operation.id(),
            "at", clock.instant().toString()));
  }

  /** What was decided is an operation that was accepted before; nothing of it is kept. */
  private static final class EarlierException extends RuntimeException {
    EarlierException() {
      super("an earlier operation runs", null, false, false);
    }
  }
}
