package io.stillframe.worker.database;

import java.util.Objects;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Lets work that no request or record started use database sessions. A session belongs to a Vert.x
 * context, so each piece of work gets a fresh one.
 */
@Singleton
public class Sessions {
  private final Vertx vertx;

  Sessions(Vertx vertx) {
    this.vertx = vertx;
  }

  /** {@code work} on a context of its own; subscribing again runs it on a new one. */
  public <T> Uni<T> run(Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Context context =
                  Objects.requireNonNull(
                      VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
              VertxContextSafetyToggle.setContextSafe(context, true);
              return Uni.createFrom()
                  .deferred(work::get)
                  .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()));
            });
  }
}
