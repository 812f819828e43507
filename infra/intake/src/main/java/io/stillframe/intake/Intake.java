package io.stillframe.intake;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Takes a batch of records: what can be decoded is applied in one go. Trouble that passes is
 * retried for ever; when the batch holds a message that can never be applied, its records are
 * applied one by one and that one is dead-lettered. The answer ends when every record is applied or
 * dead-lettered, so that the batch may be acknowledged.
 */
@ApplicationScoped
public class Intake {
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  private final DeadLetters deadLetters;

  Intake(DeadLetters deadLetters) {
    this.deadLetters = deadLetters;
  }

  /**
   * Takes {@code records}.
   *
   * @param apply applies messages in their order, all or none; it may be called again with the same
   *     ones
   */
  public <T> Uni<Void> take(
      ConsumerRecords<String, byte[]> records,
      Decoder<T> decoder,
      Function<List<Received<T>>, Uni<Void>> apply) {
    return take(records, decoder, apply, () -> Uni.createFrom().voidItem());
  }

  /**
   * Takes {@code records}.
   *
   * @param apply applies messages in their order, all or none; it may be called again with the same
   *     ones
   * @param afterwards what follows when every record is applied or dead-lettered; it is called
   *     again until it succeeds
   */
  public <T> Uni<Void> take(
      ConsumerRecords<String, byte[]> records,
      Decoder<T> decoder,
      Function<List<Received<T>>, Uni<Void>> apply,
      Supplier<Uni<Void>> afterwards) {
    // Retries and acknowledgements come on other threads, but a database session needs this one.
    Context context = Objects.requireNonNull(Vertx.currentContext(), "no Vert.x context");
    List<Received<T>> received = new ArrayList<>(records.count());
    Uni<Void> taken = Uni.createFrom().voidItem();
    for (ConsumerRecord<String, byte[]> record : records) {
      try {
        received.add(new Received<>(record, decoder.decode(record)));
      } catch (IOException | RuntimeException e) {
        taken = taken.chain(() -> deadLetter(record, e, context));
      }
    }
    if (!received.isEmpty()) {
      taken = taken.chain(() -> applyAll(received, apply, context));
    }
    return taken.chain(() -> retried(afterwards, failure -> true, context));
  }

  private <T> Uni<Void> applyAll(
      List<Received<T>> received, Function<List<Received<T>>, Uni<Void>> apply, Context context) {
    return unlessPoison(received, apply, context)
        .onFailure(Poison::isPoison)
        .recoverWithUni(
            () ->
                Multi.createFrom()
                    .iterable(received)
                    .onItem()
                    .transformToUniAndConcatenate(one -> applyOne(one, apply, context))
                    .collect()
                    .last()
                    .replaceWithVoid());
  }

  private <T> Uni<Void> applyOne(
      Received<T> one, Function<List<Received<T>>, Uni<Void>> apply, Context context) {
    return unlessPoison(List.of(one), apply, context)
        .onFailure(Poison::isPoison)
        .recoverWithUni(failure -> deadLetter(one.record(), failure, context));
  }

  private Uni<Void> deadLetter(
      ConsumerRecord<String, byte[]> record, Throwable cause, Context context) {
    return retried(() -> deadLetters.send(record, cause), failure -> true, context);
  }

  private static <T> Uni<Void> unlessPoison(
      List<Received<T>> received, Function<List<Received<T>>, Uni<Void>> apply, Context context) {
    return retried(() -> apply.apply(received), failure -> !Poison.isPoison(failure), context);
  }

  /** Takes the step again, on the batch's context, for as long as it fails with what passes. */
  private static Uni<Void> retried(
      Supplier<Uni<Void>> step, Predicate<Throwable> passes, Context context) {
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
