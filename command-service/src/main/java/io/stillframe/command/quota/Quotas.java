package io.stillframe.command.quota;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.api.ProblemException;
import io.stillframe.api.QuotaConfig;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.rows.Rows;

/**
 * Refuses what would be more than an organization may have. All of it happens in the transaction
 * that accepts the request, so that what is counted and what is added can't come apart.
 */
@Singleton
public class Quotas {
  /** About as long as a copy takes to end, or a snapshot to be deleted. */
  private static final String RETRY_AFTER_SECONDS = "60";

  /**
   * More than all replicas can accept at the same moment. Only an organization that is this close
   * to its quota waits for its own other requests to be counted.
   */
  private static final long CLOSE = 200;

  private static final String COUNT =
      """
            select cast(count(*) as text) from (select from snapshot
                where organization = :organization
                    and state in ('requested', 'creating', 'available', 'deleting', 'delete-failed', 'missing')
                limit cast(:most as bigint)) as live
            """;
  private static final String BYTES =
      """
            select cast(coalesce(sum(coalesce(cast(v.document ->> 'sizeBytes' as bigint),
                cast(s.document ->> 'sizeBytes' as bigint), 0)), 0) as text)
            from operation o
            join snapshot s on s.id = o.snapshot_id
            left join volume v on v.provider = s.provider and v.environment = s.environment
                and v.id = s.document ->> 'volumeId'
            where o.status = 'running' and o.organization = :organization and o.kind in ('create', 'restore')
            """;
  private static final String CHANGES =
      """
            select cast(count(*) as text) from (select from operation
                where organization = :organization and status = 'running' and kind in ('update', 'restore')
                limit cast(:most as bigint)) as changing
            """;
  private static final String WAIT =
      "select '1' from (select pg_advisory_xact_lock(hashtextextended('quota ' || :organization, 0))) as locked";

  private final QuotaConfig config;

  Quotas(QuotaConfig config) {
    this.config = config;
  }

  /**
   * For one more snapshot, of a volume of this size.
   *
   * @return fails with a 429 that names the bound
   */
  public Uni<Void> requireSnapshot(String organization, long bytes) {
    long most = snapshots(organization);
    return count(COUNT, organization, most)
        .invoke(
            live -> {
              if (live >= most) {
                throw exceeded("snapshots", most, "delete some, or wait until some are deleted");
              }
            })
        .chain(() -> requireBytes(organization, bytes));
  }

  /**
   * For one more copy or new volume of this size.
   *
   * @return fails with a 429 that names the bound
   */
  public Uni<Void> requireBytes(String organization, long bytes) {
    OptionalLong most = bytesInFlight(organization);
    if (most.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return lock(organization)
        .chain(() -> one(BYTES, Map.of("organization", organization)))
        .invoke(
            inFlight -> {
              if (inFlight + bytes > most.getAsLong()) {
                throw exceeded(
                    "bytes in flight",
                    most.getAsLong(),
                    "%d are being copied, %d more were asked for".formatted(inFlight, bytes));
              }
            })
        .replaceWithVoid();
  }

  /**
   * For one more update or restore.
   *
   * @return fails with a 429 that names the bound
   */
  public Uni<Void> requireChange(String organization) {
    long most = changes(organization);
    return count(CHANGES, organization, most)
        .invoke(
            running -> {
              if (running >= most) {
                throw exceeded("updates and restores at once", most, "wait until some have ended");
              }
            })
        .replaceWithVoid();
  }

  private static Uni<Long> count(String what, String organization, long most) {
    Map<String, Object> parameters = Map.of("organization", organization, "most", most);
    return one(what, parameters)
        .chain(
            found ->
                found + CLOSE < most
                    ? Uni.createFrom().item(found)
                    : lock(organization).chain(() -> one(what, parameters)));
  }

  private static Uni<List<Integer>> lock(String organization) {
    return Rows.select(WAIT, Integer.class, Map.of("organization", organization));
  }

  private static Uni<Long> one(String statement, Map<String, ?> parameters) {
    return Rows.select(statement, Long.class, parameters).map(List::getFirst);
  }

  private static ProblemException exceeded(String what, long most, String detail) {
    Problem problem =
        ProblemType.QUOTA_EXCEEDED.because("at most %d %s: %s".formatted(most, what, detail));
    return new ProblemException(problem).with("Retry-After", RETRY_AFTER_SECONDS);
  }

  private long snapshots(String organization) {
    return own(organization)
        .map(QuotaConfig.Organization::snapshots)
        .orElse(OptionalLong.empty())
        .orElse(config.snapshots());
  }

  private long changes(String organization) {
    return own(organization)
        .map(QuotaConfig.Organization::changes)
        .orElse(OptionalLong.empty())
        .orElse(config.changes());
  }

  private OptionalLong bytesInFlight(String organization) {
    return own(organization)
        .map(QuotaConfig.Organization::bytesInFlight)
        .filter(OptionalLong::isPresent)
        .orElse(config.bytesInFlight());
  }

  private Optional<QuotaConfig.Organization> own(String organization) {
    return Optional.ofNullable(config.organizations().get(organization));
  }
}
