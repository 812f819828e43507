package io.stillframe.intake;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Takes a batch of records: what can be decoded is applied in one go, up to a record that can't,
 * which is refused in its turn. Trouble that passes is retried for ever; when the batch holds a
 * message that can never be applied, it is halved until that one stands alone and is refused. The
 * answer ends when every record is applied or refused, so that the batch may be acknowledged.
 */
@ApplicationScoped
public class Intake {
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  private final DeadLetters deadLetters;
  private final UnderWay underWay;

  Intake(DeadLetters deadLetters, UnderWay underWay) {
    this.deadLetters = deadLetters;
    this.underWay = underWay;
  }

  /** Takes {@code records}, which are of the taker's topic. */
  public <T> Uni<Void> take(ConsumerRecords<String, byte[]> records, Taker<T> taker) {
    return take(records, taker, () -> Uni.createFrom().voidItem());
  }

  /**
   * Takes {@code records}, which are of the taker's topic.
   *
   * @param afterwards what follows when every record is applied or refused; it is called again
   *     until it succeeds
   */
  public <T> Uni<Void> take(
      ConsumerRecords<String, byte[]> records, Taker<T> taker, Supplier<Uni<Void>> afterwards) {
    // Retries and acknowledgements come on other threads, but a database session needs this one.
    Context context = context();
    List<Received<T>> good = new ArrayList<>(records.count());
    Uni<Void> taken = Uni.createFrom().voidItem();
    for (ConsumerRecord<String, byte[]> record : records) {
      try {
        good.add(new Received<>(record, taker.decoder().decode(record)));
      } catch (IOException | RuntimeException e) {
        // What stands before it counts first: what follows for it may be judged by that.
        List<Received<T>> before = good;
        good = new ArrayList<>();
        taken =
            taken
                .chain(() -> applyAll(before, taker, context))
                .chain(() -> refuse(record, e, taker, context));
      }
    }
    List<Received<T>> last = good;
    taken = taken.chain(() -> applyAll(last, taker, context));
    return underWay.during(
        taker.topic(), taken.chain(() -> retried(afterwards, failure -> true, context)));
  }

  /** Takes one record, once: whatever goes wrong is the caller's to judge. */
  <T> Uni<Void> once(ConsumerRecord<String, byte[]> record, Taker<T> taker) {
    return Uni.createFrom()
        .deferred(
            () -> {
              try {
                return taker
                    .apply()
                    .apply(List.of(new Received<>(record, taker.decoder().decode(record))));
              } catch (IOException e) {
                return Uni.createFrom().failure(new UndecodableException(e));
              }
            });
  }

  /** Takes the step again for as long as it fails with what passes; what does not is handed on. */
  <T> Uni<T> unlessPoison(Supplier<Uni<T>> step) {
    return retried(step, failure -> !Poison.isPoison(failure), context());
  }

  /** Halves, and halves of halves: one record that is poison costs few transactions more. */
  private <T> Uni<Void> applyAll(List<Received<T>> received, Taker<T> taker, Context context) {
    if (received.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    return unlessPoison(received, taker, context)
        .onFailure(Poison::isPoison)
        .recoverWithUni(
            failure -> {
              if (received.size() == 1) {
                return refuse(received.getFirst().record(), failure, taker, context);
              }
              int middle = received.size() / 2;
              return applyAll(received.subList(0, middle), taker, context)
                  .chain(() -> applyAll(received.subList(middle, received.size()), taker, context));
            });
  }

  /**
   * Two steps, each taken until it succeeds: a record is not dead-lettered again for the other. A
   * record so bad that it breaks even what follows for it must not stop its partition: its letter
   * is there.
   */
  private Uni<Void> refuse(
      ConsumerRecord<String, byte[]> record, Throwable cause, Taker<?> taker, Context context) {
    Uni<Void> kept =
        taker.deadLetters()
            ? retried(() -> deadLetters.send(record, cause), failure -> true, context)
            : Uni.createFrom().voidItem();
    return kept.chain(() -> follow(record, cause, taker, context));
  }

  private static Uni<Void> follow(
      ConsumerRecord<String, byte[]> record, Throwable cause, Taker<?> taker, Context context) {
    return retried(
            () -> taker.refused().because(record, cause),
            failure -> !Poison.isPoison(failure),
            context)
        .onFailure(Poison::isPoison)
        .invoke(
            failure ->
                Log.errorf(
                    failure,
                    "Nothing follows for the record topic=%s partition=%d offset=%d",
                    record.topic(),
                    record.partition(),
                    record.offset()))
        .onFailure(Poison::isPoison)
        .recoverWithNull();
  }

  private static <T> Uni<Void> unlessPoison(
      List<Received<T>> received, Taker<T> taker, Context context) {
    return retried(
        () -> taker.apply().apply(received), failure -> !Poison.isPoison(failure), context);
  }

  private static Context context() {
    return Objects.requireNonNull(Vertx.currentContext(), "no Vert.x context");
  }

  /** Takes the step again, on the batch's context, for as long as it fails with what passes. */
  private static <T> Uni<T> retried(
      Supplier<Uni<T>> step, Predicate<Throwable> passes, Context context) {
    return Uni.createFrom()
        .deferred(step::get)
        .runSubscriptionOn(task -> context.runOnContext(ignored -> task.run()))
        .onFailure(passes)
        .invoke(failure -> Log.warnf("A batch's step is retried: %s", failure))
        .onFailure(passes)
        .retry()
        .withBackOff(FIRST_BACK_OFF, LONGEST_BACK_OFF)
        .indefinitely();
  }
}
