package io.stillframe.worker.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;

import io.stillframe.rows.Rows;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Connections;
import io.stillframe.worker.provider.Tally;

/** The stored budgets. Who changes them is alone in that, in the caller's transaction. */
@Singleton
public class Budgets {
  /** Of the database's advisory lock: who holds it gives out alone. */
  public static final int LOCK = 5711;

  /** Who was paused or cut off meanwhile must not keep the others waiting: its session is ended. */
  private static final String ALONE =
      """
            select cast(to_jsonb(clock_timestamp()) as text)
            from (select pg_advisory_xact_lock(%d),
                set_config('idle_in_transaction_session_timeout', '5s', true)) as locked
            """
          .formatted(LOCK);

  private static final String ALL =
      """
            select cast(jsonb_build_object(
                'provider', provider, 'environment', environment, 'budget', document) as text)
            from budget
            """;

  private static final String SAVE =
      """
            insert into budget (provider, environment, document)
            select provider, environment, budget
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as r (provider text, environment text, budget jsonb)
            on conflict (provider, environment) do update set document = excluded.document
            """;

  private final Connections connections;
  private final Clock clock;
  private volatile Map<String, Budget> latest = Map.of();

  Budgets(Connections connections, Clock clock, MeterRegistry meters) {
    this.connections = connections;
    this.clock = clock;
    connections.all().stream()
        .map(Connection::provider)
        .distinct()
        .forEach(
            provider -> {
              gauge("stillframe.budget.tokens", provider, Budget::tokens)
                  .description("Steps that may go out to the provider now")
                  .register(meters);
              gauge("stillframe.budget.rate", provider, Budget::rate)
                  .description("Steps a second, as learned from the provider's answers")
                  .register(meters);
              gauge("stillframe.budget.paused", provider, this::secondsPaused)
                  .description("Seconds until the provider may be asked again")
                  .baseUnit("seconds")
                  .register(meters);
            });
  }

  /**
   * What may be given out now.
   *
   * @param tallies what came of calls since this was asked last
   * @param now the time that all replicas go by
   */
  public Uni<Allowance> open(Map<String, Tally> tallies, Instant now) {
    return Rows.select(ALL, Allowance.Entry.class, Map.of())
        .map(stored -> new Allowance(connections.all(), stored, tallies, now))
        .invoke(allowance -> latest = allowance.connections());
  }

  /** Stores what was given out and learned. */
  public Uni<Void> close(Allowance allowance) {
    latest = allowance.connections();
    return Rows.updateAll(SAVE, allowance.changed());
  }

  /**
   * Counts a call that no task makes, in the caller's transaction. It may be more than there is
   * room for; tasks get less for that.
   *
   * @return whether there was room
   */
  public Uni<Boolean> spend(Connection connection) {
    return Rows.select(ALONE, Instant.class, Map.of())
        .chain(now -> open(Map.of(), now.getFirst()))
        .chain(
            allowance -> {
              boolean room = allowance.hasRoom(connection);
              allowance.spend(
                  connection.provider(),
                  connection.environment(),
                  connection.config().callTimeout());
              return close(allowance).replaceWith(room);
            });
  }

  /**
   * The connections' budgets as all replicas know them now, by provider, in the caller's
   * transaction.
   */
  public Uni<Map<String, Budget>> stored() {
    return Rows.select(ALL, Allowance.Entry.class, Map.of())
        .map(
            all ->
                all.stream()
                    .filter(each -> each.environment().isEmpty())
                    .collect(Collectors.toMap(Allowance.Entry::provider, Allowance.Entry::budget)));
  }

  /** The connection's budget as this replica knew it when it claimed last. */
  public Optional<Budget> latest(String provider) {
    return Optional.ofNullable(latest.get(provider));
  }

  private double secondsPaused(Budget budget) {
    Instant until = budget.pausedUntil();
    return until == null
        ? 0
        : Math.max(0, Duration.between(clock.instant(), until).toMillis() / 1000.0);
  }

  private Gauge.Builder<?> gauge(String name, String provider, ToDoubleFunction<Budget> figure) {
    return Gauge.builder(name, () -> latest(provider).map(figure::applyAsDouble).orElse(Double.NaN))
        .tag("provider", provider);
  }
}
