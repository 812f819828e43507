package io.stillframe.rows;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Brings what ends on a timer's or a client's thread back to the request: its database session may
 * be used there only.
 */
public final class SameContext {
  private SameContext() {}

  /** {@code uni}, whose outcome arrives where it was subscribed to. */
  public static <T> Uni<T> of(Uni<T> uni) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Context context = Vertx.currentContext();
              return context == null
                  ? uni
                  : uni.emitOn(task -> context.runOnContext(ignored -> task.run()));
            });
  }
}
