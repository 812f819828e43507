package io.stillframe.query.rebuild;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.apache.kafka.common.TopicPartition;

import io.stillframe.intake.TopicReader;
import io.stillframe.query.projection.Projection;
import io.stillframe.rows.SameContext;

/** The folding of one rebuild: it goes on where it was, up to whatever is asked for next. */
final class Folding {
  private final TopicReader reader;
  private final Projection projection;
  private final Vertx vertx;

  Folding(TopicReader reader, Projection projection, Vertx vertx) {
    this.reader = reader;
    this.projection = projection;
    this.vertx = vertx;
  }

  /**
   * Folds what stands before {@code targets}; answers with the number of records.
   *
   * @param afterEach what is done after each batch
   */
  Uni<Integer> upTo(Map<TopicPartition, Long> targets, Supplier<Uni<Void>> afterEach) {
    AtomicInteger count = new AtomicInteger();
    return Multi.createBy()
        .repeating()
        .uni(
            () ->
                blocking(() -> reader.next(targets))
                    .chain(
                        next -> {
                          if (next.isEmpty()) {
                            return Uni.createFrom().item(false);
                          }
                          count.addAndGet(next.get().count());
                          return projection
                              .into(Shadow.SCHEMA, next.get())
                              .chain(() -> afterEach.get())
                              .replaceWith(true);
                        }))
        .whilst(more -> more)
        .collect()
        .last()
        .replaceWith(count::get);
  }

  Uni<Void> close() {
    return blocking(
            () -> {
              reader.close();
              return true;
            })
        .replaceWithVoid();
  }

  private <T> Uni<T> blocking(Callable<T> work) {
    return SameContext.of(
        Uni.createFrom()
            .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage()));
  }
}
