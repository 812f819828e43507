package io.stillframe.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Condition;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.worker.provider.held.HeldDriver;
import io.stillframe.worker.provider.held.HeldKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A volume whose provider makes one copy of it at a time. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class WaitingCreateTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject HeldKind held;

  private final String volumeId = UUID.randomUUID().toString();
  private HeldDriver provider;
  private Broker broker;
  private Life running;
  private Life waiting;

  @BeforeEach
  void haveACopyInTheMaking() {
    provider = held.driver("test_area");
    broker = new Broker(bootstrapServers, Topic.SNAPSHOT_EVENTS.topicName());
    running = new Life(broker, "held", volumeId);
    waiting = new Life(broker, "held", volumeId);
    provider.hold(volumeId);
    running.ask(running.create(null));
    running.awaitLast("creating");
  }

  @AfterEach
  void letItEnd() {
    provider.release(volumeId);
    running.awaitLast("available");
    broker.close();
  }

  @Test
  void aCreateThatWaitsForItsTurnEndsAtItsDeadline() {
    // Given
    Instant deadline = Instant.now().plusSeconds(2);

    // When
    waiting.ask(waiting.create(deadline));

    // Then
    SnapshotEvent rejected = waiting.awaitLast("rejected");
    assertThat(rejected.operations().getFirst().problem().is(ProblemType.DEADLINE_EXCEEDED))
        .isTrue();
    assertThat(rejected.time()).isBetween(deadline, deadline.plus(Duration.ofSeconds(3)));
    assertThat(running.events().getLast().type()).isEqualTo("creating");
    waiting.assertGapFree();
  }

  @Test
  void aCreateThatWaitsForItsTurnSaysSoOnceWithinTwoSeconds() {
    // When
    waiting.ask(waiting.create(null));

    // Then
    SnapshotEvent told = waiting.awaitLast("retrying");
    assertThat(told.snapshot().condition().reason()).isEqualTo(Condition.Reason.QUEUED);
    assertThat(told.snapshot().condition().attempt()).isEqualTo(1);
    assertThat(told.snapshot().state()).isEqualTo(SnapshotState.REQUESTED);
    assertThat(told.time())
        .isBefore(waiting.events().getFirst().time().plus(Duration.ofSeconds(2)));
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(waiting.events()).hasSize(2));

    // When
    provider.release(volumeId);

    // Then
    assertThat(waiting.awaitLast("available").snapshot().condition()).isNull();
    waiting.assertGapFree();
  }

  @Test
  void aCreateThatWaitsForItsTurnHasItWhenThePlaceIsFree() {
    // Given
    waiting.ask(waiting.create(null));
    waiting.awaitLast("requested");

    // When
    provider.release(volumeId);

    // Then
    waiting.awaitLast("available");
    assertThat(running.awaitLast("available").time())
        .isBeforeOrEqualTo(waiting.events().getLast().time());
  }
}
