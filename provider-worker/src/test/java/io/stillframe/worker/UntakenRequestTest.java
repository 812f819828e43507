package io.stillframe.worker;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;

import com.github.f4b6a3.uuid.UuidCreator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeadLetterId;
import io.stillframe.contract.Message;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.ProblemType;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Law 8: a request that the worker cannot take ends its operation, and stops nobody. */
@QuarkusTest
@QuarkusTestResource(value = OwnDatabase.class, restrictToAnnotatedClass = true)
class UntakenRequestTest {
  private static final String LETTERS = Topic.PROVIDER_WORKER_DLQ.topicName();

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @OwnDatabase.Control Runnable[] database;

  private Broker broker;

  @BeforeEach
  void connect() {
    broker =
        new Broker(
            bootstrapServers,
            Topic.SNAPSHOT_EVENTS.topicName(),
            Topic.ADMIN_EVENTS.topicName(),
            LETTERS);
  }

  @AfterEach
  void disconnect() {
    broker.close();
  }

  @Test
  void goodRecordsBetweenBadOnesAreTakenAndTheBadOnesEnd() {
    // Given
    List<Life> good = List.of(life(), life(), life(), life());
    Life undecodable = life();
    Life unknown = life();
    Life poisonous = life();
    Life neverSeen = life();

    // When
    good.get(0).ask(good.get(0).create(null));
    CreateSnapshot first = send(undecodable.create(null), value -> "no json");
    good.get(1).ask(good.get(1).create(null));
    SnapshotRequest second =
        sendAs("clone", unknown.delete(), value -> value.replace("\"delete\"", "\"clone\""));
    CreateSnapshot third =
        send(poisonous.create(null), value -> value.replace("nightly", "a\\u0000b"));
    good.get(2).ask(good.get(2).create(null));
    SnapshotRequest fourth = neverSeen.ask(neverSeen.delete());
    good.get(3).ask(good.get(3).create(null));

    // Then
    good.forEach(life -> life.awaitEvents("requested", 1));
    SnapshotEvent rejected = undecodable.awaitLast("rejected");
    assertFailed(rejected, first);
    assertThat(rejected.snapshot().state()).isEqualTo(SnapshotState.REJECTED);
    assertThat(rejected.snapshot().provider()).isEqualTo("held");
    assertThat(rejected.snapshot().volumeId()).isEqualTo("v");
    assertThat(rejected.snapshot().name()).isEqualTo("nightly");
    undecodable.assertGapFree();
    assertFailed(unknown.awaitLast("rejected"), second);
    assertFailed(poisonous.awaitLast("rejected"), third);
    assertFailed(neverSeen.awaitLast("rejected"), fourth);
    ConsumerRecord<String, byte[]> letter = letter(undecodable);
    assertThat(letter.value()).isEqualTo("no json".getBytes(StandardCharsets.UTF_8));
    assertThat(header(letter, "dead-letter-topic")).isEqualTo(Topic.SNAPSHOT_REQUESTS.topicName());
    assertThat(header(letter, "dead-letter-partition")).matches("\\d");
    assertThat(header(letter, "dead-letter-offset")).matches("\\d+");
    assertThat(header(letter, "dead-letter-cause")).contains("no");
    assertThat(header(letter, "ce_id")).isEqualTo(first.messageId());
    assertThat(header(letter, "ce_type")).isEqualTo("io.stillframe.snapshot.create.v1");
    assertThat(List.of(unknown, poisonous, neverSeen)).allMatch(life -> letter(life) != null);
  }

  @Test
  void whatAdministratorsAskAndNobodyCanReadIsLeftToTheQueryService() {
    // Given
    UUID findingId = UuidCreator.getTimeOrderedEpoch();
    String key = findingId.toString();
    Desk desk = new Desk(broker);

    // When
    broker.send(new Message(Topic.ADMIN_REQUESTS.topicName(), key, Map.of(), "no json"));
    AdminEvent next = desk.awaitEnd(desk.delete(findingId));

    // Then
    assertThat(next.problem().is(ProblemType.FINDING_NOT_FOUND)).isTrue();
    assertThat(broker.records(LETTERS)).noneMatch(each -> key.equals(each.key()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"update", "restore", "delete"})
  void anOperationOfASnapshotThatExistsEndsByItsOwnEvent(String kind) {
    // Given
    Life life = life();
    life.ask(life.create(null));
    life.awaitEvents("requested", 1);
    SnapshotRequest request =
        switch (kind) {
          case "update" -> life.update(Life.ACME, "{}");
          case "restore" -> life.restore("new");
          default -> life.delete();
        };

    // When
    send(request, value -> "{");

    // Then
    await()
        .untilAsserted(
            () ->
                assertThat(life.events())
                    .filteredOn(event -> event.type().equals(kind + "-failed"))
                    .hasSize(1)
                    .allSatisfy(event -> assertFailed(event, request)));
    life.assertGapFree();
  }

  /** What it says of itself cannot be kept either: nothing can follow for it but its letter. */
  @Test
  void aRecordWhoseHeadersNoDatabaseKeepsStopsNobody() {
    // Given
    Life bad = life();
    Message create = Message.of(bad.create(null));
    Life next = new Life(broker, "held", "v");

    // When
    for (Map<String, String> wrong :
        List.of(
            Map.of("ce_organization", "a\0b"),
            Map.of("ce_provider", "p".repeat(5000)),
            Map.of("ce_organization", "o".repeat(5000)),
            Map.of("ce_time", "+1000000000-01-01T00:00:00Z"))) {
      Map<String, String> headers = new HashMap<>(create.headers());
      headers.putAll(wrong);
      headers.put("ce_id", UuidCreator.getTimeOrderedEpoch().toString());
      broker.send(new Message(create.topic(), create.key(), headers, "no json"));
    }
    CreateSnapshot good = next.create(null);
    broker.send(
        new Message(
            create.topic(), create.key(), Message.of(good).headers(), Message.of(good).value()));

    // Then
    next.awaitEvents("requested", 1);
    await().until(() -> lettersOf(bad) == 4);
  }

  private long lettersOf(Life life) {
    return broker.records(LETTERS).stream()
        .filter(each -> life.snapshotId().toString().equals(each.key()))
        .count();
  }

  @Test
  void aGoodCopyThatComesLaterIsNotTaken() {
    // Given
    Life life = life();
    CreateSnapshot create = send(life.create(null), value -> "no json");
    life.awaitLast("rejected");

    // When
    life.ask(create);
    Life after = new Life(broker, "held", "v");
    after.ask(after.create(null));

    // Then
    after.awaitEvents("requested", 1);
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(5))
        .until(() -> life.events().size() == 1);
  }

  @Test
  void aRecordWithoutHeadersIsADeadLetterAndNoMore() {
    // Given
    Life life = life();
    // When
    broker.send(
        Topic.SNAPSHOT_REQUESTS.topicName(), life.snapshotId().toString(), "no json".getBytes());
    // Then
    assertThat(letter(life)).isNotNull();
    assertThat(life.events()).isEmpty();
  }

  @Test
  void aReplayOfAnEndedOperationIsRefusedAndAnotherIsTaken() {
    // Given
    Life ended = life();
    send(ended.create(null), value -> "no json");
    ended.awaitLast("rejected");
    // When
    AdminEvent refused = replay(letter(ended));
    // Then
    assertThat(refused.status()).isEqualTo(AdminEvent.Status.FAILED);

    // Given
    Life life = life();
    CreateSnapshot create = life.create(null);
    Message message = Message.of(create);
    Map<String, String> headers = new java.util.HashMap<>(message.headers());
    headers.put("dead-letter-topic", message.topic());
    headers.put("dead-letter-partition", "0");
    headers.put("dead-letter-offset", "0");
    broker.send(new Message(LETTERS, message.key(), headers, message.value()));
    // When
    AdminEvent taken = replay(letter(life));
    // Then
    assertThat(taken.status()).isEqualTo(AdminEvent.Status.SUCCEEDED);
    life.awaitEvents("requested", 1);
    // When
    AdminEvent again = replay(letter(life));
    // Then
    assertThat(again.problem().type()).isEqualTo(ProblemType.OPERATION_ENDED.uri());
    assertThat(life.events()).filteredOn(event -> event.type().equals("requested")).hasSize(1);
  }

  @Test
  void aStoppedDatabaseCostsNoGoodRecord() {
    // Given
    Life before = life();
    before.ask(before.create(null));
    before.awaitEvents("requested", 1);

    // When
    database[0].run();
    List<Life> meanwhile = List.of(life(), life(), life());
    meanwhile.forEach(life -> life.ask(life.create(null)));
    Life bad = life();
    CreateSnapshot create = send(bad.create(null), value -> "no json");
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(6))
        .until(() -> meanwhile.stream().allMatch(life -> life.events().isEmpty()));
    database[1].run();

    // Then
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> meanwhile.stream().noneMatch(life -> life.events().isEmpty()));
    await().atMost(Duration.ofSeconds(60)).until(() -> !bad.events().isEmpty());
    assertFailed(bad.awaitLast("rejected"), create);
    assertThat(letter(bad)).isNotNull();
    assertThat(lettersOf(bad)).isOne();
    assertThat(meanwhile).allMatch(life -> lettersOf(life) == 0);
    assertThat(lettersOf(before)).isZero();
  }

  private AdminEvent replay(ConsumerRecord<String, byte[]> letter) {
    AdminRequest request =
        new AdminRequest.ReplayDeadLetter(
            UuidCreator.getTimeOrderedEpoch(),
            "desk",
            "root",
            Instant.now(),
            new DeadLetterId("provider-worker", letter.partition(), letter.offset()));
    broker.send(Message.of(request));
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                broker.records(Topic.ADMIN_EVENTS.topicName()).stream()
                    .map(UntakenRequestTest::adminEvent)
                    .filter(event -> event.id().equals(request.id()))
                    .findFirst()
                    .orElse(null),
            event -> event != null);
  }

  private Life life() {
    return new Life(broker, "held", "v");
  }

  private <T extends SnapshotRequest> T send(T request, UnaryOperator<String> spoil) {
    return sendAs(request.type(), request, spoil);
  }

  private <T extends SnapshotRequest> T sendAs(
      String type, T request, UnaryOperator<String> spoil) {
    Message message = Message.of(request);
    Map<String, String> headers = new java.util.HashMap<>(message.headers());
    headers.put("ce_type", "io.stillframe.snapshot." + type + ".v1");
    broker.send(new Message(message.topic(), message.key(), headers, spoil.apply(message.value())));
    return request;
  }

  private ConsumerRecord<String, byte[]> letter(Life life) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                broker.records(LETTERS).stream()
                    .filter(record -> life.snapshotId().toString().equals(record.key()))
                    .findFirst()
                    .orElse(null),
            found -> found != null);
  }

  private static void assertFailed(SnapshotEvent event, SnapshotRequest request) {
    assertThat(event.operations()).hasSize(1);
    Operation operation = event.operations().getFirst();
    assertThat(operation.id()).isEqualTo(request.operationId());
    assertThat(operation.status()).isEqualTo(OperationStatus.FAILED);
    assertThat(operation.organization()).isEqualTo(Life.ACME);
    assertThat(operation.problem().type()).isEqualTo(ProblemType.REQUEST_NOT_TAKEN.uri());
  }

  private static AdminEvent adminEvent(ConsumerRecord<String, byte[]> record) {
    try {
      return Message.read(record.value(), AdminEvent.class);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String header(ConsumerRecord<String, byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
