package io.stillframe.outbox;

import java.io.IOException;
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

import io.stillframe.contract.Topic;
import io.stillframe.local.SharedServers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Two relays of one service, as processes, while rows keep coming. The first leads. */
final class TwoRelays implements AutoCloseable {
  private static final String TOPIC = Topic.SNAPSHOT_EVENTS.topicName();
  private static final int KEYS = 5;

  private final String prefix = UUID.randomUUID().toString();
  private final AtomicInteger appended = new AtomicInteger();
  private final ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
  private final TestOutbox outbox = new TestOutbox("leadership_" + prefix.replace('-', '_'));
  private final Published published;
  final RelayProcess first;
  final RelayProcess second;

  TwoRelays() throws IOException {
    String brokers = SharedServers.kafka().bootstrapServers();
    published = new Published(brokers, TOPIC, prefix);
    traffic.scheduleAtFixedRate(this::append, 0, 5, TimeUnit.MILLISECONDS);
    first = RelayProcess.start(outbox, brokers, "leadership" + prefix);
    await().atMost(Duration.ofSeconds(60)).until(() -> holders().contains(first.pid()));
    second = RelayProcess.start(outbox, brokers, "leadership" + prefix);
  }

  private void append() {
    int number = appended.getAndIncrement();
    outbox.append(TOPIC, prefix + number % KEYS, Integer.toString(number));
  }

  /** The processes that have published so far. */
  Set<String> holders() {
    Set<String> holders = new HashSet<>();
    published.records().forEach(record -> holders.add(Holder.of(record)));
    return holders;
  }

  boolean nothingOfTheFirstAfterTheSecond() {
    boolean[] secondSeen = new boolean[64];
    for (ConsumerRecord<String, String> record : published.records()) {
      boolean isSecond = Holder.of(record).equals(second.pid());
      if (!isSecond && secondSeen[record.partition()]) {
        return false;
      }
      secondSeen[record.partition()] |= isSecond;
    }
    return true;
  }

  /** Repeats are allowed, gaps and steps back of what is new are not. */
  void assertEverythingArrivesInOrder() {
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

  @Override
  public void close() {
    traffic.shutdownNow();
    first.close();
    second.close();
    published.close();
  }
}
