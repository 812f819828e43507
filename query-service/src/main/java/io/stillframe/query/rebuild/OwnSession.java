package io.stillframe.query.rebuild;

import java.util.Objects;
import java.util.function.Supplier;

import jakarta.inject.Singleton;

import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

import io.stillframe.rows.SameContext;

/**
 * Work beside a transaction that is open. A session belongs to a Vert.x context, so the work gets
 * one of its own; its outcome comes back to the caller's.
 */
@Singleton
class OwnSession {
  private final Vertx vertx;

  OwnSession(Vertx vertx) {
    this.vertx = vertx;
  }

  <T> Uni<T> run(Supplier<Uni<T>> work) {
    return SameContext.of(
        Uni.createFrom()
            .deferred(
                () -> {
                  Context context =
                      Objects.requireNonNull(
                          VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext()));
                  VertxContextSafetyToggle.setContextSafe(context, true);
                  return Uni.createFrom()
                      .deferred(work::get)
                      .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()));
                }));
  }
}
