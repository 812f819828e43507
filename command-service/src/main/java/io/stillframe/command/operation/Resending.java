package io.stillframe.command.operation;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.stillframe.outbox.Outbox;

/**
 * Sends requests again that no worker was heard of: workers may be away longer than any topic
 * keeps.
 */
@ApplicationScoped
class Resending {
  private final Operations operations;
  private final Outbox outbox;
  private final Duration silence;

  Resending(
      Operations operations,
      Outbox outbox,
      @ConfigProperty(name = "stillframe.resend.after", defaultValue = "5m") Duration silence) {
    this.operations = operations;
    this.outbox = outbox;
    this.silence = silence;
  }

  @Scheduled(
      every = "{stillframe.resend.every:30s}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  Uni<Void> resend() {
    if (outbox.isBehind()) {
      // What was not sent yet need not be sent again.
      return Uni.createFrom().voidItem();
    }
    return outbox
        .transaction(() -> operations.sendAgain(silence))
        .invoke(
            count -> {
              if (count > 0) {
                Log.infof("Requests were sent again count=%d", count);
              }
            })
        .replaceWithVoid();
  }
}
