package io.stillframe.intake;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.DeadLetterId;
import io.stillframe.contract.Message;
import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Topic;

/**
 * Carries out what administrators ask about this service's dead letters, and tells the outcome. A
 * letter that is replayed is given to the service's own taker of its topic, as it was: nobody else
 * sees it.
 */
@ApplicationScoped
public class Replays {
  private final Intake intake;
  private final DeadLetterReader letters;
  private final Instance<Replayable> replayables;
  private final Telling telling;
  private final Clock clock;
  private final String group;

  Replays(
      Intake intake,
      DeadLetterReader letters,
      Instance<Replayable> replayables,
      Telling telling,
      Clock clock,
      @ConfigProperty(name = "kafka.group.id") String group) {
    this.intake = intake;
    this.letters = letters;
    this.replayables = replayables;
    this.telling = telling;
    this.clock = clock;
    this.group = group;
  }

  /** Takes requests of which only those about dead letters matter to the service. */
  public Uni<Void> take(ConsumerRecords<String, byte[]> records) {
    return take(records, requests -> Uni.createFrom().voidItem());
  }

  /**
   * Takes what administrators ask. A request that cannot be read is passed over: query-service,
   * which keeps all of them, dead-letters it, and once is enough.
   *
   * @param others carries out what is not about dead letters; all or none, and it may be called
   *     again with the same requests
   */
  public Uni<Void> take(
      ConsumerRecords<String, byte[]> records, Function<List<AdminRequest>, Uni<Void>> others) {
    return intake.take(
        records,
        Taker.of(
            Topic.ADMIN_REQUESTS,
            Replays::read,
            batch -> {
              List<AdminRequest> requests =
                  batch.stream().map(Received::message).flatMap(Optional::stream).toList();
              return others.apply(requests).chain(() -> carryOut(requests));
            }));
  }

  private static Optional<AdminRequest> read(ConsumerRecord<String, byte[]> record) {
    try {
      return Optional.of(Message.read(record.value(), AdminRequest.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Uni<Void> carryOut(List<AdminRequest> requests) {
    return Multi.createFrom()
        .iterable(requests)
        .onItem()
        .transformToUniAndConcatenate(this::carryOut)
        .collect()
        .last()
        .replaceWithVoid();
  }

  private Uni<Void> carryOut(AdminRequest request) {
    return switch (request) {
      case AdminRequest.OnDeadLetter letter when letter.deadLetterId().group().equals(group) ->
          carryOut(letter);
      case AdminRequest.OnDeadLetter ofAnother -> Uni.createFrom().voidItem();
      case AdminRequest.OnFinding finding -> Uni.createFrom().voidItem();
      case AdminRequest.RebuildReadModel rebuild -> Uni.createFrom().voidItem();
      case AdminRequest.Unknown unknown -> Uni.createFrom().voidItem();
    };
  }

  private Uni<Void> carryOut(AdminRequest.OnDeadLetter request) {
    return find(request.deadLetterId())
        .chain(
            found ->
                found
                    .map(letter -> carryOut(request, letter))
                    .orElseGet(
                        () ->
                            failed(
                                request,
                                ProblemType.DEAD_LETTER_NOT_FOUND.because(
                                    "there is no dead letter " + request.target()))));
  }

  private Uni<Void> carryOut(
      AdminRequest.OnDeadLetter request, ConsumerRecord<String, byte[]> letter) {
    return switch (request) {
      case AdminRequest.ReplayDeadLetter replay -> replay(replay, letter);
      case AdminRequest.DiscardDeadLetter discard ->
          told(() -> Uni.createFrom().item(AdminEvent.succeeded(discard, clock.instant(), null)));
    };
  }

  private Uni<Void> replay(
      AdminRequest.ReplayDeadLetter request, ConsumerRecord<String, byte[]> letter) {
    Optional<ConsumerRecord<String, byte[]>> source = LetterHeaders.source(letter);
    Optional<Taker<?>> taker = source.map(ConsumerRecord::topic).flatMap(this::takerOf);
    if (taker.isEmpty()) {
      return failed(
          request,
          ProblemType.DEAD_LETTER_NOT_TAKEN.because(
              "it does not come from a topic that " + group + " takes"));
    }
    return told(() ->
            intake
                .once(source.orElseThrow(), taker.get())
                .replaceWith(() -> AdminEvent.succeeded(request, clock.instant(), null)))
        .onFailure(Poison::isPoison)
        .recoverWithUni(
            cause -> {
              Log.warnf(cause, "Replay refused deadLetter=%s", request.target());
              return failed(request, problem(cause));
            });
  }

  private Uni<Void> failed(AdminRequest request, Problem why) {
    return told(
        () -> Uni.createFrom().item(AdminEvent.failed(request, clock.instant(), why, null)));
  }

  /** Trouble that passes is waited out; what the letter is to blame for is handed on. */
  private Uni<Void> told(Supplier<Uni<AdminEvent>> work) {
    return intake.unlessPoison(() -> telling.tell(work));
  }

  private Uni<Optional<ConsumerRecord<String, byte[]>>> find(DeadLetterId id) {
    Topic topic = Topic.deadLettersOf(group).orElseThrow();
    return intake.unlessPoison(() -> letters.find(topic, id));
  }

  private Optional<Taker<?>> takerOf(String topic) {
    return replayables.stream()
        .map(Replayable::takersOfReplays)
        .flatMap(List::stream)
        .filter(taker -> taker.topic().topicName().equals(topic))
        .findAny();
  }

  private static Problem problem(Throwable cause) {
    return cause instanceof RefusedException refused
        ? refused.problem()
        : ProblemType.DEAD_LETTER_NOT_TAKEN.because(DeadLetters.inWords(cause));
  }
}
