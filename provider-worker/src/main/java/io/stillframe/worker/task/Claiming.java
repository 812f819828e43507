package io.stillframe.worker.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
import io.stillframe.rows.Rows;
import io.stillframe.worker.budget.Allowance;
import io.stillframe.worker.budget.Budgets;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Connections;
import io.stillframe.worker.provider.Tally;

/**
 * Leases due tasks: fair between organizations, within the places and budgets of their providers.
 * One replica claims at a time.
 */
@Singleton
class Claiming {
  /**
   * How much longer than the longest call a lease is, so that an answer can still be folded under
   * it. Who is later than this with the call leaves it to others.
   */
  static final Duration LEASE_MARGIN = Duration.ofSeconds(5);

  /** Of a task whose provider is not configured here: it ends without a call. */
  private static final Duration SHORT_LEASE = Duration.ofSeconds(30);

  private final Connections connections;
  private final Budgets budgets;

  Claiming(Connections connections, Budgets budgets) {
    this.connections = connections;
    this.budgets = budgets;
  }

  /** Whether a claim might find something: cheap where nothing is due. */
  Uni<Boolean> isAnyDue() {
    return Rows.select(ClaimStatements.ANY_DUE, Boolean.class, Map.of()).map(List::getFirst);
  }

  /**
   * Leases up to {@code most} tasks, in the caller's transaction.
   *
   * @param tallies what came of calls since the last time
   */
  Uni<List<Claim>> claim(int most, Map<String, Tally> tallies) {
    return Rows.select(ClaimStatements.ONE_CLAIMER, Instant.class, Map.of())
        .chain(now -> budgets.open(tallies, now.getFirst()))
        .chain(
            allowance ->
                candidates(allowance, most)
                    .map(candidates -> new Round(allowance).choose(candidates, most))
                    .chain(chosen -> lease(chosen, allowance))
                    .call(() -> budgets.close(allowance)));
  }

  private Uni<List<Candidate>> candidates(Allowance allowance, int most) {
    List<Limits> limits =
        connections.all().stream().map(each -> Limits.of(each, allowance)).toList();
    return Rows.select(
        ClaimStatements.CANDIDATES,
        Candidate.class,
        Map.of("connections", Message.write(limits), "most", most));
  }

  private Uni<List<Claim>> lease(List<Round.Chosen> chosen, Allowance allowance) {
    if (chosen.isEmpty()) {
      return Uni.createFrom().item(List.of());
    }
    List<Wanted> wanted =
        chosen.stream().map(each -> Wanted.of(each, longest(each.candidate()))).toList();
    return Rows.select(ClaimStatements.LEASE, Leased.class, Map.of("rows", Message.write(wanted)))
        .chain(leased -> serve(chosen, leased, allowance));
  }

  /** A task that somebody else holds just now was not leased. */
  private Uni<List<Claim>> serve(
      List<Round.Chosen> chosen, List<Leased> leased, Allowance allowance) {
    Map<Long, Leased> byId =
        leased.stream().collect(Collectors.toMap(each -> each.task().id(), Function.identity()));
    List<Claim> claims = new ArrayList<>();
    List<Candidate> served = new ArrayList<>();
    for (Round.Chosen each : chosen) {
      Candidate candidate = each.candidate();
      Leased lease = byId.get(candidate.id());
      if (lease != null) {
        claims.add(new Claim(lease.task(), lease.snapshot(), each.held()));
        served.add(candidate);
        if (!each.held()) {
          allowance.spend(candidate.provider(), candidate.environment(), longest(candidate));
        }
      }
    }
    return Rows.updateAll(ClaimStatements.SERVED, served).replaceWith(claims);
  }

  private Duration longest(Candidate candidate) {
    return connections
        .find(candidate.provider(), candidate.environment())
        .map(Claiming::lease)
        .orElse(SHORT_LEASE);
  }

  /** How long a task is leased for a call to the provider. */
  static Duration lease(Connection connection) {
    return connection.config().callTimeout().plus(LEASE_MARGIN);
  }

  private record Leased(Task task, Snapshot snapshot) {}

  private record Wanted(long id, boolean starts, long lease_millis) {
    static Wanted of(Round.Chosen chosen, Duration lease) {
      return new Wanted(chosen.candidate().id(), chosen.candidate().starts(), lease.toMillis());
    }
  }

  private record Limits(
      String provider,
      String environment,
      int concurrency,
      int environment_concurrency,
      int per_volume,
      int room) {
    static Limits of(Connection connection, Allowance allowance) {
      return new Limits(
          connection.provider(),
          connection.environment(),
          connection.config().concurrency(),
          connection.concurrency(),
          connection.driver().capabilities().createsPerVolume(),
          Math.min(
              allowance.room(connection.provider()),
              allowance.room(connection.provider(), connection.environment())));
    }
  }
}
