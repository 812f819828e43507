package io.stillframe.query.reading;

import java.time.Duration;
import java.util.EnumSet;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Topic;
import io.stillframe.intake.Behind;
import io.stillframe.intake.Offsets;

/**
 * Ready once the tables show nearly all that was published before the process started: whoever
 * asked earlier, of tables that are new or were restored, would be told that nothing is there. Once
 * ready it stays so: a projection that falls behind later shows what was, which is better than
 * nothing, and all replicas would be taken away at once.
 */
@Readiness
@ApplicationScoped
class CaughtUp implements AsyncHealthCheck {
  private static final String NAME = "projection";

  /** What is lacking when a process is ready is applied within this time. */
  private static final long RECENT = Duration.ofMinutes(2).toNanos();

  private final Behind behind;
  private final int lag;
  private final long giveUpAt;

  private volatile @Nullable Offsets wanted;
  private volatile boolean done;
  private volatile long doneAt;

  CaughtUp(Behind behind, ReadingConfig config) {
    this.behind = behind;
    this.lag = config.readyLag();
    this.giveUpAt = System.nanoTime() + config.readyWait().toNanos();
  }

  @Override
  public Uni<HealthCheckResponse> call() {
    if (done) {
      return Uni.createFrom().item(HealthCheckResponse.up(NAME));
    }
    return missing().map(this::judged).onFailure().recoverWithItem(this::unknown);
  }

  /**
   * Whether the tables may lack what was accepted before the start, however long ago that was: the
   * ids of what was accepted while nobody projected are as old as that time is long.
   */
  boolean isRecent() {
    return !done || System.nanoTime() - doneAt < RECENT;
  }

  private void end() {
    doneAt = System.nanoTime();
    done = true;
  }

  private HealthCheckResponse unknown(Throwable failure) {
    if (isLate()) {
      Log.warnf("Ready, though it is not known how far behind the tables are: %s", failure);
      end();
    }
    var response = HealthCheckResponse.named(NAME).status(done);
    return done
        ? response.build()
        : response.withData("reason", "it is not known yet how far behind it is").build();
  }

  private boolean isLate() {
    return System.nanoTime() - giveUpAt > 0;
  }

  private Uni<Offsets> missing() {
    Offsets known = wanted;
    Uni<Offsets> goal =
        known == null
            ? behind.endsOfWhatIsKept(EnumSet.allOf(Topic.class)).invoke(found -> wanted = found)
            : Uni.createFrom().item(known);
    return goal.chain(end -> behind.lacking(end, lag));
  }

  private HealthCheckResponse judged(Offsets missing) {
    if (missing.isEmpty()) {
      end();
    } else if (isLate()) {
      Log.warnf("Ready, though these are not applied yet: %s", missing.byPartition());
      end();
    }
    var response = HealthCheckResponse.named(NAME).status(done);
    return done
        ? response.build()
        : response
            .withData("reason", "it is far behind what was published before the start")
            .withData("partitions", missing.byPartition().size())
            .build();
  }
}
