package io.stillframe.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Condition;
import io.stillframe.contract.Condition.Reason;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.held.HeldDriver;
import io.stillframe.worker.provider.held.HeldKind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** A provider that asks to be left in peace, or cannot be reached at all. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
@Tag("long")
class PausedConnectionTest {
  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @Inject HeldKind held;

  private HeldDriver provider;
  private Broker broker;

  @BeforeEach
  void connect() {
    provider = held.driver("moody_area");
    broker = new Broker(bootstrapServers, Topic.SNAPSHOT_EVENTS.topicName());
  }

  @AfterEach
  void disconnect() {
    provider.recover();
    broker.close();
  }

  @Test
  void everybodyWaitsWhenTheProviderAsksForItAndIsToldUntilWhen() {
    // Given
    provider.failWith(throttled(Duration.ofSeconds(5)));
    Life first = life();
    first.ask(first.create(null));
    first.awaitLast("retrying");
    provider.recover();
    int asked = provider.calls().size();

    // When
    Life second = life();
    second.ask(second.create(null));

    // Then
    Condition told = second.awaitLast("retrying").snapshot().condition();
    assertThat(told.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(told.attempt()).isEqualTo(1);
    Condition failed = first.events().getLast().snapshot().condition();
    assertThat(Duration.between(failed.nextAttemptAt(), told.nextAttemptAt()).abs())
        .isLessThan(Duration.ofMillis(300));
    List<SnapshotEvent> events = second.events();
    assertThat(Duration.between(events.getFirst().time(), events.getLast().time()))
        .isLessThan(Duration.ofSeconds(2));
    assertThat(provider.calls()).hasSize(asked);

    // When, Then
    assertThat(second.awaitLast("available").time()).isAfter(told.nextAttemptAt());
    first.awaitLast("available");
    assertThat(types(second)).containsExactly("requested", "retrying", "creating", "available");
    assertThat(second.events().getLast().snapshot().condition()).isNull();
    second.assertGapFree();
  }

  /** Nobody has asked for anything: what the inventory's calls are told counts all the same. */
  @Test
  void theInventoryLeavesAProviderInPeaceThoughNothingIsDue() {
    // Given
    int failed = provider.failed();

    // When
    provider.failWith(throttled(Duration.ofSeconds(8)));

    // Then
    await().atMost(Duration.ofSeconds(20)).until(() -> provider.failed() > failed);
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(6))
        .until(() -> provider.failed() == failed + 1);
  }

  @Test
  void oneStepAtATimeFindsOutWhetherAProviderIsBackAndNobodyElsesAttemptsAreUsedUp() {
    // Given
    int failed = provider.failed();
    provider.failWith(silent());
    List<Life> first = IntStream.range(0, 6).mapToObj(i -> life()).toList();
    first.forEach(each -> each.ask(each.create(null)));
    await().atMost(Duration.ofSeconds(20)).until(() -> provider.failed() - failed >= 5);

    // When
    List<Life> lives = IntStream.range(0, 20).mapToObj(i -> life()).toList();
    lives.forEach(each -> each.ask(each.create(null)));

    // Then
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(lives).allSatisfy(each -> assertThat(types(each)).contains("retrying")));
    List<Condition> told =
        lives.stream().map(each -> each.events().getLast().snapshot().condition()).toList();
    assertThat(told)
        .allSatisfy(
            each -> {
              assertThat(each.attempt()).isLessThan(4);
              assertThat(each.problem().is(ProblemType.PROVIDER_UNAVAILABLE)).isTrue();
            });
    assertThat(told).filteredOn(each -> each.reason() == Reason.QUEUED).hasSizeGreaterThan(8);
    assertThat(provider.failed() - failed).isLessThan(25);
    // Over some pauses each is told once, and once more if it was the one that found out.
    await()
        .during(Duration.ofSeconds(5))
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> lives.stream().mapToLong(PausedConnectionTest::toldThatItWaits).sum(),
            times -> times <= lives.size() + provider.failed() - failed);
    assertThat(RestAssured.get("/q/metrics").asString())
        .containsPattern(
            "stillframe_budget_paused_seconds\\{provider=\"moody\"} [0-9]*\\.[0-9]*[1-9]")
        .containsPattern(
            "stillframe_provider_calls_total\\{outcome=\"unanswered\",provider=\"moody\"} [1-9]");

    // When
    provider.recover();

    // Then
    lives.forEach(each -> each.awaitLast("available"));
    lives.forEach(Life::assertGapFree);
  }

  @Test
  void whoeverWaitsForATurnIsToldWhenItsProviderFallsSilentAndWhenItIsBack() {
    // Given
    String volumeId = UUID.randomUUID().toString();
    provider.hold(volumeId);
    Life first = life(volumeId);
    first.ask(first.create(null));
    first.awaitLast("creating");
    Life waiting = life(volumeId);
    waiting.ask(waiting.create(null));
    assertThat(waiting.awaitLast("retrying").snapshot().condition().problem()).isNull();

    // When
    provider.failWith(silent());

    // Then
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(lastCondition(waiting).problem())
                    .isNotNull()
                    .matches(each -> each.is(ProblemType.PROVIDER_UNAVAILABLE)));

    // When
    provider.recover();

    // Then
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(lastCondition(waiting).problem()).isNull());
    assertThat(types(waiting)).containsExactly("requested", "retrying", "retrying", "retrying");

    // When
    provider.release(volumeId);

    // Then
    first.awaitLast("available");
    waiting.awaitLast("available");
    waiting.assertGapFree();
  }

  @Test
  void anOperationEndsAtItsDeadlineThoughItsProviderMayNotBeAsked() {
    // Given
    provider.failWith(throttled(Duration.ofSeconds(8)));
    Life first = life();
    first.ask(first.create(null));
    first.awaitLast("retrying");
    provider.recover();
    int asked = provider.calls().size();
    Instant deadline = Instant.now().plusSeconds(2);

    // When
    Life late = life();
    late.ask(late.create(deadline));

    // Then
    SnapshotEvent rejected = late.awaitLast("rejected");
    assertThat(rejected.operations().getFirst().problem().is(ProblemType.DEADLINE_EXCEEDED))
        .isTrue();
    assertThat(rejected.time()).isBetween(deadline, deadline.plusSeconds(3));
    assertThat(provider.calls()).hasSize(asked);
    first.awaitLast("available");
  }

  @Test
  void aDeleteWaitsForItsProviderAndEndsWhenThatIsBack() {
    // Given
    Life life = life();
    life.ask(life.create(null));
    life.awaitLast("available");
    provider.failWith(silent());

    // When
    DeleteSnapshot delete = life.ask(life.delete());
    int failed = provider.failed();
    await().atMost(Duration.ofSeconds(20)).until(() -> provider.failed() - failed >= 2);
    life.ask(delete);

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(life.events().getLast().snapshot())
                    .returns(SnapshotState.DELETING, Snapshot::state)
                    .extracting(each -> each.condition())
                    .isNotNull()
                    .matches(each -> each.problem().is(ProblemType.PROVIDER_UNAVAILABLE)));

    // When
    provider.recover();

    // Then
    assertThat(life.awaitLast("deleted").operations())
        .extracting(Operation::id, Operation::status)
        .containsExactly(tuple(delete.operationId(), OperationStatus.SUCCEEDED));
    life.assertGapFree();
  }

  private Life life() {
    return life(UUID.randomUUID().toString());
  }

  private Life life(String volumeId) {
    return new Life(broker, "moody", "moody_area", Life.ACME, volumeId);
  }

  private static Condition lastCondition(Life life) {
    return life.events().getLast().snapshot().condition();
  }

  private static List<String> types(Life life) {
    return life.events().stream().map(SnapshotEvent::type).toList();
  }

  private static ProviderException throttled(Duration retryAfter) {
    return new ProviderException(
        ErrorClass.THROTTLED,
        ProblemType.PROVIDER_UNAVAILABLE.because("the cloud asks us to slow down"),
        retryAfter);
  }

  private static long toldThatItWaits(Life life) {
    return life.events().stream()
        .map(event -> event.snapshot().condition())
        .filter(condition -> condition != null && condition.reason() == Reason.QUEUED)
        .distinct()
        .count();
  }

  private static ProviderException silent() {
    return ProviderException.unanswered(
        ErrorClass.RETRYABLE,
        ProblemType.PROVIDER_UNAVAILABLE.because("the cloud cannot be reached"));
  }
}
