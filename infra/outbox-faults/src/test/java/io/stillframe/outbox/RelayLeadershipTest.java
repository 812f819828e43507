package io.stillframe.outbox;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import io.stillframe.contract.Topic;
import io.stillframe.local.SharedServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two relays of one service, as processes, while rows keep coming. The tests run beside each other:
 * one of them waits for 30 seconds.
 */
@Execution(ExecutionMode.CONCURRENT)
class RelayLeadershipTest {
  private static final String TOPIC = Topic.SNAPSHOT_EVENTS.topicName();
  private static final int KEYS = 5;

  private final String prefix = UUID.randomUUID().toString();
  private final AtomicInteger appended = new AtomicInteger();
  private final ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
  private TestOutbox outbox;
  private Published published;
  private RelayProcess first;
  private RelayProcess second;

  @BeforeEach
  void startTwo() throws Exception {
    outbox = new TestOutbox("leadership_" + prefix.replace('-', '_'));
    String brokers = SharedServers.kafka().bootstrapServers();
    published = new Published(brokers, TOPIC, prefix);
    traffic.scheduleAtFixedRate(this::append, 0, 5, TimeUnit.MILLISECONDS);
    first = RelayProcess.start(outbox, brokers, "leadership" + prefix);
    await().atMost(Duration.ofSeconds(60)).until(() -> holders().contains(first.pid()));
    second = RelayProcess.start(outbox, brokers, "leadership" + prefix);
  }

  @AfterEach
  void stop() {
    traffic.shutdownNow();
    first.close();
    second.close();
    published.close();
  }

  @Test
  void aStandbyTakesOverWithinFiveSecondsOfTheLeadersDeath() throws Exception {
    // Given
    await().during(Duration.ofSeconds(2)).until(() -> !holders().contains(second.pid()));

    // When
    first.signal("KILL");

    // Then
    await().atMost(Duration.ofSeconds(5)).until(() -> holders().contains(second.pid()));
    assertEverythingArrivesInOrder();
  }

  @Test
  void aLeaderThatWasPausedPublishesNothingWhenItWakesUp() throws Exception {
    // Given
    first.signal("STOP");
    await().atMost(Duration.ofSeconds(8)).until(() -> holders().contains(second.pid()));
    await().pollDelay(Duration.ofSeconds(30)).atMost(Duration.ofSeconds(32)).until(() -> true);

    // When
    first.signal("CONT");

    // Then
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(6))
        .until(this::nothingOfTheFirstAfterTheSecond);
    assertEverythingArrivesInOrder();
  }

  private void append() {
    int number = appended.getAndIncrement();
    outbox.append(TOPIC, prefix + number % KEYS, Integer.toString(number));
  }

  private Set<String> holders() {
    Set<String> holders = new HashSet<>();
    published.records().forEach(record -> holders.add(Holder.of(record)));
    return holders;
  }

  private boolean nothingOfTheFirstAfterTheSecond() {
    boolean[] secondSeen = new boolean[64];
    for (ConsumerRecord<String, String> record : published.records()) {
      boolean second = Holder.of(record).equals(this.second.pid());
      if (!second && secondSeen[record.partition()]) {
        return false;
      }
      secondSeen[record.partition()] |= second;
    }
    return true;
  }

  /** Repeats are allowed, gaps and steps back of what is new are not. */
  private void assertEverythingArrivesInOrder() {
    traffic.shutdownNow();
    await().until(traffic::isTerminated);
    await().atMost(Duration.ofSeconds(20)).until(() -> outbox.pending() == 0);
    int all = appended.get();
    await()
        .untilAsserted(
            () ->
                assertThat(published.records().stream().map(ConsumerRecord::value).distinct())
                    .hasSize(all));
    for (int key = 0; key < KEYS; key++) {
      List<Integer> firsts =
          published.values(prefix + key).stream().map(Integer::valueOf).distinct().toList();
      assertThat(firsts).isSorted();
    }
  }
}
