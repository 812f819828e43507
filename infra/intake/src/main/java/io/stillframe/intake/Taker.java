package io.stillframe.intake;

import java.util.List;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.stillframe.contract.Topic;

/**
 * How a service takes the records of one topic.
 *
 * @param apply applies messages in their order, all or none; it may be called again with the same
 *     ones
 * @param deadLetters whether a record that cannot be taken goes to the service's dead letters
 * @param refused what follows for such a record; it is called again until it succeeds
 */
public record Taker<T>(
    Topic topic,
    Decoder<T> decoder,
    Function<List<Received<T>>, Uni<Void>> apply,
    boolean deadLetters,
    Refused refused) {

  /** What is done about a record that cannot be taken. It may be called again with the same one. */
  @FunctionalInterface
  public interface Refused {
    Uni<Void> because(ConsumerRecord<String, byte[]> record, Throwable cause);
  }

  /** A record that cannot be taken is dead-lettered, and that is all. */
  public static <T> Taker<T> of(
      Topic topic, Decoder<T> decoder, Function<List<Received<T>>, Uni<Void>> apply) {
    return new Taker<>(topic, decoder, apply, true, (record, cause) -> Uni.createFrom().voidItem());
  }

  /** The same with what follows when a record was dead-lettered. */
  public Taker<T> deadLetteredThen(Refused next) {
    return new Taker<>(topic, decoder, apply, true, next);
  }

  /** The same with something else in place of dead-lettering. */
  public Taker<T> refusedBy(Refused instead) {
    return new Taker<>(topic, decoder, apply, false, instead);
  }
}
