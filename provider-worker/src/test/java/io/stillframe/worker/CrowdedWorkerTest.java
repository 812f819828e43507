package io.stillframe.worker;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.worker.provider.held.HeldDriver;
import io.stillframe.worker.provider.held.HeldKind;

import static org.awaitility.Awaitility.await;

/** A provider that takes everything and answers nothing. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
@Tag("long")
class CrowdedWorkerTest {
  private static final int ASKED = 90;

  /** What one worker carries out at once, at all providers together. */
  private static final int MOST = 64;

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject HeldKind held;

  private HeldDriver provider;
  private Broker broker;

  @BeforeEach
  void connect() {
    provider = held.driver("crowded_area");
    broker = new Broker(bootstrapServers, Topic.SNAPSHOT_EVENTS.topicName());
  }

  @AfterEach
  void disconnect() {
    broker.close();
  }

  @Test
  void aWorkerCarriesOutSoManyStepsAtOnceAndNoMore() {
    // Given
    List<Life> lives = IntStream.range(0, ASKED).mapToObj(i -> life()).toList();
    lives.forEach(each -> each.ask(each.create(null)));
    lives.forEach(each -> each.awaitLast("available"));
    List<String> names = lives.stream().map(each -> "new of " + each.snapshotId()).toList();
    names.forEach(provider::keepSilent);

    // When
    for (int i = 0; i < ASKED; i++) {
      lives.get(i).ask(lives.get(i).restore(names.get(i)));
    }

    // Then
    await().atMost(Duration.ofSeconds(20)).until(() -> provider.newVolumes().size() >= MOST - 1);
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> provider.newVolumes().size() <= MOST);

    // When
    names.forEach(provider::answer);

    // Then
    lives.forEach(each -> each.awaitLast("restored"));
    lives.forEach(Life::assertGapFree);
  }

  private Life life() {
    return new Life(broker, "crowded", "crowded_area", Life.ACME, UUID.randomUUID().toString());
  }
}
