package io.stillframe.intake;

import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Topic;

import static org.assertj.core.api.Assertions.assertThat;

class IntakeTest {
  private static final TopicPartition PARTITION = new TopicPartition("topic", 0);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Letters letters = new Letters();
  private final UnderWay underWay = new UnderWay(new SimpleMeterRegistry(), "group");
  private final Intake intake = new Intake(letters, underWay);
  private final List<String> applied = new CopyOnWriteArrayList<>();

  /** What was applied or followed for, in its order. */
  private final List<String> done = new CopyOnWriteArrayList<>();

  private final List<String> followed = new CopyOnWriteArrayList<>();
  private final AtomicInteger followUpFailures = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger attempts = new AtomicInteger();

  @AfterEach
  void close() {
    vertx.close();
  }

  @Test
  void whatFollowsABatchIsTakenAgainOnItsContextUntilItSucceeds() throws Exception {
    // Given
    List<Context> seen = new CopyOnWriteArrayList<>();
    AtomicInteger calls = new AtomicInteger();
    // When
    take(
        List.of("a", "b"),
        () -> {
          seen.add(Objects.requireNonNull(Vertx.currentContext()));
          assertThat(underWay.age(Topic.SNAPSHOT_EVENTS)).isPositive();
          return switch (calls.incrementAndGet()) {
            case 1 -> Uni.createFrom().failure(new ConnectException("refused"));
            case 2 -> throw new IllegalArgumentException("even this");
            default -> Uni.createFrom().voidItem();
          };
        });
    // Then
    assertThat(applied).containsExactly("a", "b");
    assertThat(seen).hasSize(3).containsOnly(context);
    assertThat(underWay.age(Topic.SNAPSHOT_EVENTS)).isZero();
  }

  @Test
  void whatPassesIsWaitedForAndMakesNoDeadLetter() throws Exception {
    // Given
    failures.set(3);
    // When
    take(List.of("a", "b"), () -> Uni.createFrom().voidItem());
    // Then
    assertThat(attempts).hasValue(4);
    assertThat(applied).containsExactly("a", "b");
    assertThat(letters.sent).isEmpty();
  }

  @Test
  void deadLetterThatTheBrokerDoesNotTakeIsSentAgain() throws Exception {
    // Given
    letters.failures.set(1);
    // When
    take(List.of("a", "undecodable", "b"), () -> Uni.createFrom().voidItem());
    letters.failures.set(1);
    take(List.of("c", "inapplicable", "d"), () -> Uni.createFrom().voidItem());
    // Then
    assertThat(letters.sent).containsExactly("undecodable", "inapplicable");
    assertThat(applied).containsExactly("a", "b", "c", "d");
  }

  @Test
  void whatFollowsADeadLetterIsTakenAgainWithoutAnotherLetter() throws Exception {
    // Given
    followUpFailures.set(2);
    // When
    take(List.of("undecodable", "a"), () -> Uni.createFrom().voidItem());
    // Then
    assertThat(letters.sent).containsExactly("undecodable");
    assertThat(followed).containsExactly("undecodable");
    assertThat(applied).containsExactly("a");
  }

  /** What follows for a bad record is judged by what came before it, and by nothing after. */
  @Test
  void whateverStandsBeforeABadRecordIsAppliedBeforeItIsRefused() throws Exception {
    // When
    take(List.of("a", "b", "undecodable", "c"), () -> Uni.createFrom().voidItem());
    // Then
    assertThat(done).containsExactly("a", "b", "undecodable", "c");
  }

  @Test
  void aRecordThatBreaksWhatFollowsForItStopsNobody() throws Exception {
    // When
    take(List.of("undecodable and worse", "a"), () -> Uni.createFrom().voidItem());
    // Then
    assertThat(letters.sent).containsExactly("undecodable and worse");
    assertThat(applied).containsExactly("a");
  }

  @Test
  void recordThatIsRefusedOtherwiseIsNoDeadLetter() throws Exception {
    // When
    CompletableFuture<Void> done = new CompletableFuture<>();
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>("topic", 0, 0, "key", "undecodable".getBytes(StandardCharsets.UTF_8));
    context.runOnContext(
        ignored ->
            intake
                .take(
                    new ConsumerRecords<>(Map.of(PARTITION, List.of(record)), Map.of()),
                    Taker.of(Topic.SNAPSHOT_EVENTS, IntakeTest::decode, this::apply)
                        .refusedBy(this::follow))
                .subscribe()
                .with(done::complete, done::completeExceptionally));
    done.get(10, TimeUnit.SECONDS);
    // Then
    assertThat(letters.sent).isEmpty();
    assertThat(followed).containsExactly("undecodable");
  }

  /** One in a thousand must not cost a thousand transactions. */
  @Test
  void aRecordThatCannotBeAppliedCostsTheOthersLittle() throws Exception {
    // Given
    List<String> texts =
        new ArrayList<>(IntStream.range(0, 1000).mapToObj(Integer::toString).toList());
    texts.set(700, "inapplicable");
    // When
    take(texts, () -> Uni.createFrom().voidItem());
    // Then
    texts.remove(700);
    assertThat(letters.sent).containsExactly("inapplicable");
    assertThat(applied).containsExactlyElementsOf(texts);
    assertThat(attempts).hasValueLessThan(25);
  }

  private Uni<Void> follow(ConsumerRecord<String, byte[]> record, Throwable cause) {
    if (followUpFailures.getAndDecrement() > 0) {
      return Uni.createFrom().failure(new ConnectException("database is away"));
    }
    if (text(record).equals("undecodable and worse")) {
      throw new IllegalArgumentException("never");
    }
    followed.add(text(record));
    done.add(text(record));
    return Uni.createFrom().voidItem();
  }

  private void take(List<String> texts, Supplier<Uni<Void>> afterwards) throws Exception {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    for (String text : texts) {
      records.add(
          new ConsumerRecord<>(
              "topic", 0, records.size(), "key", text.getBytes(StandardCharsets.UTF_8)));
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(
        ignored ->
            intake
                .take(
                    new ConsumerRecords<>(Map.of(PARTITION, records), Map.of()),
                    Taker.of(Topic.SNAPSHOT_EVENTS, IntakeTest::decode, this::apply)
                        .deadLetteredThen(this::follow),
                    afterwards)
                .subscribe()
                .with(done::complete, done::completeExceptionally));
    done.get(10, TimeUnit.SECONDS);
  }

  private static String decode(ConsumerRecord<String, byte[]> record) {
    String text = text(record);
    if (text.startsWith("undecodable")) {
      throw new IllegalStateException(text);
    }
    return text;
  }

  private Uni<Void> apply(List<Received<String>> received) {
    List<String> texts = received.stream().map(Received::message).toList();
    attempts.incrementAndGet();
    if (failures.getAndDecrement() > 0) {
      return Uni.createFrom().failure(new ConnectException("database is away"));
    }
    if (texts.contains("inapplicable")) {
      throw new InapplicableException("never");
    }
    applied.addAll(texts);
    done.addAll(texts);
    return Uni.createFrom().voidItem();
  }

  private static String text(ConsumerRecord<String, byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  /** A broker that refuses for a while. */
  private static final class Letters extends DeadLetters {
    final AtomicInteger failures = new AtomicInteger();
    final List<String> sent = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway")
    Letters() {
      super(null, null);
    }

    @Override
    Uni<Void> send(ConsumerRecord<String, byte[]> record, Throwable cause) {
      if (failures.getAndDecrement() > 0) {
        return Uni.createFrom().failure(new IllegalArgumentException("broker is away"));
      }
      sent.add(text(record));
      return Uni.createFrom().voidItem();
    }
  }
}
