package io.stillframe.query.rebuild;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.apache.kafka.common.TopicPartition;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.ContractJson;
import io.stillframe.contract.ProblemType;
import io.stillframe.intake.Telling;
import io.stillframe.intake.TopicReader;
import io.stillframe.query.action.Actions;
import io.stillframe.query.projection.Projection;
import io.stillframe.query.projection.Retention;
import io.stillframe.query.reading.Waiting;
import io.stillframe.rows.SameContext;

/**
 * Rebuilds the read model beside the live one, while that is read and goes on, and swaps the two
 * when they are folded to the same offsets. Only for the last stretch, the comparison and the swap
 * the live projection is held up; readers are not, but for the moment in which tables change place.
 * The file is long by its collaborators; the steps of a rebuild are read from top to bottom.
 */
@ApplicationScoped
class Rebuild {
  /** With so few records behind the live tables, they are held up for the rest. */
  private static final int NEAR = 2000;

  /** A live projection that is as fast as the rebuild is held up after so many rounds. */
  private static final int ROUNDS = 5;

  /** What fails again and again, though database and broker answer, ends as failed. */
  private static final int ATTEMPTS = 5;

  private static final Duration SEEN_WITHIN = Duration.ofSeconds(30);

  private final RebuildLease lease;
  private final Shadow shadow;
  private final LiveOffsets offsets;
  private final OwnSession session;
  private final Projection projection;
  private final Telling telling;
  private final Waiting waiting;
  private final Clock clock;
  private final Vertx vertx;
  private final Map<String, Object> broker;

  Rebuild(
      RebuildLease lease,
      Shadow shadow,
      LiveOffsets offsets,
      OwnSession session,
      Projection projection,
      Telling telling,
      Waiting waiting,
      Clock clock,
      Vertx vertx,
      @Identifier("default-kafka-broker") Map<String, Object> broker) {
    this.lease = lease;
    this.shadow = shadow;
    this.offsets = offsets;
    this.session = session;
    this.projection = projection;
    this.telling = telling;
    this.waiting = waiting;
    this.clock = clock;
    this.vertx = vertx;
    this.broker = broker;
  }

  @Scheduled(
      every = "{stillframe.rebuild.every:1s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> carryOutWhatIsDue() {
    return lease
        .claim()
        .chain(claimed -> claimed.map(this::carryOut).orElseGet(() -> Uni.createFrom().voidItem()));
  }

  private Uni<Void> carryOut(RebuildLease.Claim claim) {
    AdminEvent outcome = claim.outcome();
    Uni<AdminEvent> ended = outcome == null ? rebuild(claim) : Uni.createFrom().item(outcome);
    return ended
        .chain(event -> tell(event).chain(() -> seen(event)))
        .onFailure()
        .invoke(failure -> Log.warnf(failure, "Rebuild interrupted action=%s", claim.action().id()))
        .onFailure()
        .recoverWithNull()
        .chain(lease::release);
  }

  private Uni<AdminEvent> rebuild(RebuildLease.Claim claim) {
    AdminRequest.RebuildReadModel request = claim.request();
    Instant begun = clock.instant();
    Log.infof("Rebuild begins action=%s attempt=%d", request.id(), claim.attempts());
    Folding folding = new Folding(new TopicReader(broker, offsets.partitions()), projection, vertx);
    return tell(AdminEvent.running(request, begun))
        .chain(shadow::create)
        .chain(() -> approach(folding, 1))
        .chain(() -> finish(request, folding, begun))
        .invoke(
            event ->
                Log.infof(
                    "Rebuild ended action=%s status=%s", request.id(), event.status().wireName()))
        .onFailure(
            failure ->
                claim.attempts() >= ATTEMPTS && !(failure instanceof RebuildLease.LostException))
        .recoverWithUni(failure -> giveUp(request, failure))
        .eventually(folding::close);
  }

  /** Folds up to where the live tables are, again and again until that is near. */
  private Uni<Void> approach(Folding folding, int round) {
    return offsets
        .applied()
        .chain(targets -> folding.upTo(targets, lease::renew))
        .invoke(count -> Log.infof("Rebuild round=%d records=%d", round, count))
        .chain(
            count ->
                count <= NEAR || round == ROUNDS
                    ? Uni.createFrom().voidItem()
                    : approach(folding, round + 1));
  }

  /** Holds up the live projection, folds to exactly its offsets, compares and swaps: or neither. */
  private Uni<AdminEvent> finish(
      AdminRequest.RebuildReadModel request, Folding folding, Instant begun) {
    return Panache.withTransaction(
        () ->
            lease
                .renew()
                // A replica that was paused or cut off here must not hold up the others for ever.
                .chain(
                    () -> Shadow.execute("set local idle_in_transaction_session_timeout = '60s'"))
                // Whoever writes rows writes offsets first; readers of the offsets go on.
                .chain(
                    () -> Shadow.execute("lock table applied_offset in share row exclusive mode"))
                .chain(offsets::applied)
                .chain(
                    targets -> {
                      Instant now = clock.instant();
                      return session
                          .run(
                              () ->
                                  folding
                                      .upTo(targets, () -> Uni.createFrom().voidItem())
                                      .chain(() -> Retention.purge(Shadow.SCHEMA, now)))
                          .chain(() -> Retention.purge(now))
                          .chain(shadow::compare)
                          .chain(tables -> decide(request, tables, targets, begun));
                    }));
  }

  private Uni<AdminEvent> decide(
      AdminRequest.RebuildReadModel request,
      Map<String, Report.Table> tables,
      Map<TopicPartition, Long> targets,
      Instant begun) {
    Instant now = clock.instant();
    Report report = Report.of(tables, targets, Duration.between(begun, now));
    ObjectNode result = ContractJson.MAPPER.valueToTree(report);
    boolean swap = report.different().isEmpty() || request.acceptDifferences();
    AdminEvent event =
        swap
            ? AdminEvent.succeeded(request, now, result)
            : AdminEvent.failed(
                request,
                now,
                ProblemType.READ_MODEL_DIFFERS.because(
                    "different are: "
                        + String.join(", ", report.different())
                        + "; ask with acceptDifferences to replace them"),
                result);
    return (swap ? shadow.swap() : shadow.drop()).chain(() -> lease.end(event)).replaceWith(event);
  }

  private Uni<AdminEvent> giveUp(AdminRequest request, Throwable failure) {
    Log.errorf(failure, "Rebuild given up action=%s", request.id());
    AdminEvent event =
        AdminEvent.failed(
            request,
            clock.instant(),
            ProblemType.INTERNAL_ERROR.because(
                "it failed %d times; the log of the query service says why".formatted(ATTEMPTS)),
            null);
    return lease.end(event).replaceWith(event);
  }

  private Uni<Void> tell(AdminEvent event) {
    return SameContext.of(telling.tell(() -> Uni.createFrom().item(event)));
  }

  /** Until the live tables have it: before that, the action would seem due once more. */
  private Uni<Void> seen(AdminEvent event) {
    return waiting
        .until(
            null,
            event.id(),
            SEEN_WITHIN,
            () -> Actions.find(event.id()),
            view -> view == null || view.isEnded())
        .replaceWithVoid();
  }
}
