package io.stillframe.worker.inventory;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Topic;
import io.stillframe.contract.Volume;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.worker.Broker;
import io.stillframe.worker.database.Sessions;
import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Connections;
import io.stillframe.worker.provider.ProviderVolume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class InventoryTableTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject InventoryTable table;
  @Inject Sessions sessions;
  @Inject Connections connections;

  private final ProviderVolume volume = volume("ROOT-1");
  private Connection connection;
  private Broker broker;

  @BeforeEach
  void connect() {
    Connection configured = connections.all().getFirst();
    // An environment of the test's own, which the inventory does not visit meanwhile.
    connection =
        new Connection(
            "own-" + UUID.randomUUID(),
            "e",
            "acme",
            configured.config(),
            configured.kind(),
            configured.driver());
    broker = new Broker(bootstrapServers, Topic.VOLUME_STATE.topicName());
    run(() -> table.takeTurn(connection, Duration.ofHours(1)));
  }

  @AfterEach
  void disconnect() {
    broker.close();
  }

  @Test
  void theVersionOfAVolumeGoesOnOverItsRemovalAndReappearance() {
    // Given
    see(volume);
    see(volume("renamed"));

    // When
    run(() -> table.removeGone(connection, volume.id()));
    see(volume);

    // Then
    assertThat(told(4)).extracting(InventoryTableTest::sequence).containsExactly(1L, 2L, 3L, 4L);
    assertThat(told(4))
        .extracting(each -> each.value() == null)
        .containsExactly(false, false, true, false);
  }

  @Test
  void aVolumeThatIsGoneIsToldOnceAndAskedForNoMore() {
    // Given
    see(volume);

    // When
    List<String> missed = run(() -> table.storeSeen(connection, List.of()));
    run(() -> table.removeGone(connection, volume.id()));
    run(() -> table.removeGone(connection, volume.id()));
    List<String> missedAfterwards = run(() -> table.storeSeen(connection, List.of()));
    see(volume);

    // Then
    assertThat(missed).containsExactly(volume.id());
    assertThat(missedAfterwards).isEmpty();
    assertThat(told(3))
        .extracting(each -> each.value() == null)
        .containsExactly(false, true, false);
  }

  @Test
  void aVolumeThatIsAsItWasIsNoNews() {
    // When
    see(volume);
    see(volume);
    see(volume("renamed"));

    // Then
    assertThat(told(2)).extracting(InventoryTableTest::sequence).containsExactly(1L, 2L);
  }

  private void see(ProviderVolume seen) {
    run(() -> table.storeSeen(connection, List.of(seen)));
  }

  private List<ConsumerRecord<String, byte[]>> told(int count) {
    String key = Volume.key(connection.provider(), connection.environment(), volume.id());
    Supplier<List<ConsumerRecord<String, byte[]>>> told =
        () ->
            broker.records(Topic.VOLUME_STATE.topicName()).stream()
                .filter(each -> each.key().equals(key))
                .toList();
    await().until(() -> told.get().size() >= count);
    return told.get();
  }

  private <T> T run(Supplier<Uni<T>> work) {
    return sessions.run(work).await().atMost(Duration.ofSeconds(10));
  }

  private ProviderVolume volume(String name) {
    return new ProviderVolume("volume", name, null, 1000, true, null, null, null);
  }

  private static long sequence(ConsumerRecord<String, byte[]> record) {
    return Long.parseLong(new String(record.headers().lastHeader("ce_sequence").value()));
  }
}
