package io.stillframe.worker.task;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.stillframe.contract.ProblemType;
import io.stillframe.observability.Trace;
import io.stillframe.outbox.Outbox;
import io.stillframe.worker.database.Sessions;
import io.stillframe.worker.provider.Calls;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Connections;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.Tally;

/**
 * Carries out due tasks: claims some, asks the providers, folds the answers. All replicas share the
 * table; nothing is kept here that a restart would miss. Over 200 lines because claiming, executing
 * and draining count the same places and are read together.
 */
@Singleton
public class TaskEngine {
  private static final long POLL_MILLIS = 100;

  /** Whoever claims nothing learns in this time what others were taught by their calls. */
  private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();

  private static final int MOST_RUNNING = 64;

  private final Vertx vertx;
  private final Sessions sessions;
  private final Claiming claiming;
  private final Calls calls;
  private final Outbox outbox;
  private final Folding folding;
  private final Connections connections;
  private final StepsByKind steps;
  private final Clock clock;
  private final Duration drainTime;
  private final AtomicBoolean busyPolling = new AtomicBoolean();
  private final AtomicBoolean busyClaiming = new AtomicBoolean();
  private final AtomicBoolean claimAgain = new AtomicBoolean();
  private final Semaphore free = new Semaphore(MOST_RUNNING);
  private volatile long claimedAt = System.nanoTime() - LONGEST_PAUSE;
  private volatile boolean stopped;

  TaskEngine(
      Vertx vertx,
      Sessions sessions,
      Claiming claiming,
      Calls calls,
      Outbox outbox,
      Folding folding,
      Connections connections,
      StepsByKind steps,
      Clock clock,
      @ConfigProperty(name = "stillframe.drain-time", defaultValue = "25s") Duration drainTime) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.claiming = claiming;
    this.calls = calls;
    this.outbox = outbox;
    this.folding = folding;
    this.connections = connections;
    this.steps = steps;
    this.clock = clock;
    this.drainTime = drainTime;
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(POLL_MILLIS, ignored -> poll());
  }

  /**
   * What is under way is folded before the process ends, so that nobody has to find out what became
   * of it. What takes too long is somebody else's when its lease ends. It comes before the relay is
   * stopped, which publishes what is folded.
   */
  void stop(@Observes @Priority(Interceptor.Priority.APPLICATION) ShutdownEvent event)
      throws InterruptedException {
    stopped = true;
    if (!free.tryAcquire(MOST_RUNNING, drainTime.toMillis(), TimeUnit.MILLISECONDS)) {
      Log.warnf("%d steps are left to others", MOST_RUNNING - free.availablePermits());
    }
  }

  /**
   * A claim locks out other replicas and reads every queue: ten a second are too much for those
   * that are idle. It also keeps what calls have taught, those of the inventory too, and reads what
   * the others were taught, so that is when one is made though nothing is due.
   */
  private void poll() {
    if (calls.hasNews() || System.nanoTime() - claimedAt >= LONGEST_PAUSE) {
      wake();
      return;
    }
    if (stopped || !busyPolling.compareAndSet(false, true)) {
      return;
    }
    sessions
        .run(() -> Panache.withSession(claiming::isAnyDue))
        .onTermination()
        .invoke(() -> busyPolling.set(false))
        .subscribe()
        .with(
            due -> {
              if (due) {
                wake();
              }
            },
            failure -> Log.warnf("Due tasks could not be looked for: %s", failure));
  }

  /** Claims due tasks now. */
  public void wake() {
    int room = free.availablePermits() - 1;
    // While Kafka is away, what is done must not be told without end.
    if (stopped || room <= 0 || outbox.wasFull()) {
      return;
    }
    if (!busyClaiming.compareAndSet(false, true)) {
      claimAgain.set(true);
      return;
    }
    // A claim counts as under way until its tasks do, so that a drain waits for them.
    if (!free.tryAcquire()) {
      busyClaiming.set(false);
      return;
    }
    claimedAt = System.nanoTime();
    Map<String, Tally> tallies = calls.take();
    long asked = System.nanoTime();
    sessions
        .run(() -> Panache.withTransaction(() -> claiming.claim(room, tallies)))
        .subscribe()
        .with(
            claims -> claimed(claims, asked),
            failure -> {
              calls.putBack(tallies);
              free.release();
              busyClaiming.set(false);
              Log.warnf("Tasks could not be claimed: %s", failure);
            });
  }

  private void claimed(List<Claim> claims, long asked) {
    claims.forEach(claim -> execute(claim, asked));
    free.release();
    busyClaiming.set(false);
    if (claimAgain.getAndSet(false)) {
      wake();
    }
  }

  private void execute(Claim claim, long asked) {
    // A process that was paused since then might call while another does already.
    boolean late = System.nanoTime() - asked > Claiming.LEASE_MARGIN.toNanos();
    if (late || !free.tryAcquire()) {
      // Or the drain is over: its lease ends by itself.
      return;
    }
    Steps kind = steps.of(claim.task().kind());
    Trace trace = trace(claim.task());
    sessions
        .run(() -> trace.during(() -> perform(claim, kind)))
        .onFailure()
        .invoke(
            failure -> {
              trace.failed(failure);
              tell(claim.task(), failure);
            })
        .onFailure()
        .recoverWithItem(failure -> Failures.fold(failure, kind))
        .chain(fold -> sessions.run(() -> trace.during(() -> folding.apply(claim, fold, kind))))
        .onTermination()
        .invoke(trace::end)
        .subscribe()
        .with(
            ignored -> done(),
            failure -> {
              // The lease ends by itself, and another attempt finds out by the marker.
              Log.warnf(
                  "An answer could not be stored snapshotId=%s operationId=%s provider=%s: %s",
                  claim.task().snapshotId(),
                  claim.task().operationId(),
                  claim.task().provider(),
                  failure);
              done();
            });
  }

  private static Trace trace(Task task) {
    return Trace.begin(
        "task " + task.kind().wireName() + " " + task.step().columnValue(),
        SpanKind.INTERNAL,
        task.traceparent(),
        Map.of(
            "snapshotId", task.snapshotId().toString(),
            "operationId", task.operationId().toString(),
            "provider", task.provider(),
            "attempt", Integer.toString(task.attempts())));
  }

  /** What a provider says goes to who asked; what is our own fault, to who runs us. */
  private static void tell(Task task, Throwable failure) {
    if (!(failure instanceof ProviderException)) {
      Log.errorf(
          failure,
          "A step failed in our own code snapshotId=%s operationId=%s provider=%s",
          task.snapshotId(),
          task.operationId(),
          task.provider());
    }
  }

  private void done() {
    free.release();
    wake();
  }

  private Uni<Fold> perform(Claim claim, Steps kind) {
    Task task = claim.task();
    Connection connection =
        connections
            .find(task.provider(), task.environment())
            .orElseThrow(
                () ->
                    new ProviderException(
                        ErrorClass.RETRYABLE,
                        ProblemType.PROVIDER_UNAVAILABLE.because("it is not configured here")));
    if (claim.held()) {
      throw new ProviderException(
          ErrorClass.RETRYABLE,
          ProblemType.PROVIDER_UNAVAILABLE.because("the provider may not be asked for a while"));
    }
    Instant now = clock.instant();
    return Visibility.pauseBefore(task, connection, now)
        .map(pause -> Uni.createFrom().item(pause))
        .orElseGet(
            () ->
                kind.perform(task, claim.snapshot(), connection, now)
                    .ifNoItem()
                    .after(connection.config().callTimeout())
                    .failWith(() -> timedOut(task)));
  }

  private static ProviderException timedOut(Task task) {
    return ProviderException.unanswered(
        task.step().makes(task.kind()) ? ErrorClass.UNCERTAIN : ErrorClass.RETRYABLE,
        ProblemType.PROVIDER_UNAVAILABLE.because("the provider did not answer in time"));
  }
}
