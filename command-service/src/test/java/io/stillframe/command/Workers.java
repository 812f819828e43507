package io.stillframe.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.Message;
import io.stillframe.contract.Operation;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.Problem;
import io.stillframe.contract.Progress;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotBuilder;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.contract.UpdateSnapshot;
import io.stillframe.contract.Volume;

import static org.awaitility.Awaitility.await;

/**
 * The workers' side of the topics: reads requests and tells of inventory and events, as workers do.
 */
public final class Workers implements AutoCloseable {
  private final KafkaProducer<String, String> producer;
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<SnapshotRequest> requests = new ArrayList<>();

  public Workers(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "transactional.id",
                "workers-" + UUID.randomUUID()),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        IntStream.range(0, Topic.PARTITIONS)
            .mapToObj(each -> new TopicPartition(Topic.SNAPSHOT_REQUESTS.topicName(), each))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  public void tell(Message message) {
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(message.topic(), message.key(), message.value()));
    producer.commitTransaction();
  }

  public void haveEnvironment(String provider, String environment) {
    tell(
        Message.of(
            new ProviderEnvironment(
                provider,
                environment,
                "local",
                "acme",
                new ProviderEnvironment.Capabilities(
                    true, true, false, Progress.Source.REPORTED, 1),
                true,
                null,
                1,
                Instant.now())));
  }

  public void haveVolume(
      String provider, String environment, String id, String organization, boolean ready) {
    tell(
        Message.of(
            new Volume(
                id,
                provider,
                environment,
                organization,
                "ROOT-1",
                "os",
                1000,
                ready,
                null,
                "i-web",
                1,
                Instant.now())));
  }

  /** Every request for the snapshot so far. */
  public List<SnapshotRequest> requests(UUID snapshotId) {
    consumer
        .poll(Duration.ofMillis(100))
        .forEach(
            record -> {
              try {
                requests.add(Message.read(record.value(), SnapshotRequest.class));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return requests.stream().filter(each -> each.snapshotId().equals(snapshotId)).toList();
  }

  /** The create with this name, once it was sent. */
  public CreateSnapshot createNamed(String name) {
    requests(new UUID(0, 0));
    return requests.stream()
        .filter(CreateSnapshot.class::isInstance)
        .map(CreateSnapshot.class::cast)
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  public <T extends SnapshotRequest> T awaitRequest(UUID snapshotId, Class<T> type) {
    await().until(() -> requests(snapshotId).stream().anyMatch(type::isInstance));
    return requests(snapshotId).stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Tells that the create ended well; answers with the snapshot. */
  public Snapshot available(CreateSnapshot create) {
    return inState(SnapshotState.AVAILABLE, create);
  }

  /** Tells that the create ended and the snapshot is in this state by now. */
  public Snapshot inState(SnapshotState state, CreateSnapshot create) {
    Snapshot snapshot =
        SnapshotBuilder.builder(Snapshot.requested(create))
            .state(state)
            .version(3)
            .revision(3)
            .sizeBytes(1000L)
            .build();
    Operation operation =
        Operation.running(create, OperationKind.CREATE).succeeded(Instant.now(), null);
    // Every event carries the whole state, so any will do.
    tell(
        Message.of(
            new SnapshotEvent.Available(Instant.now(), state, snapshot, List.of(operation))));
    return snapshot;
  }

  public void rejected(CreateSnapshot create, Problem problem) {
    Snapshot snapshot =
        SnapshotBuilder.builder(Snapshot.requested(create))
            .state(SnapshotState.REJECTED)
            .version(2)
            .revision(2)
            .problem(problem)
            .build();
    Operation operation =
        Operation.running(create, OperationKind.CREATE).failed(Instant.now(), problem);
    tell(
        Message.of(
            new SnapshotEvent.Rejected(
                Instant.now(), SnapshotState.REQUESTED, snapshot, List.of(operation))));
  }

  /** Tells that the first rename among the requests is done. */
  public void renamed(Snapshot before, String name) {
    await().until(() -> requests(before.id()).stream().anyMatch(UpdateSnapshot.class::isInstance));
    SnapshotRequest rename =
        requests(before.id()).stream()
            .filter(UpdateSnapshot.class::isInstance)
            .findFirst()
            .orElseThrow();
    Snapshot snapshot =
        SnapshotBuilder.builder(before)
            .name(name)
            .version(before.version() + 1)
            .revision(before.revision() + 1)
            .build();
    Operation operation =
        Operation.running(rename, OperationKind.UPDATE).succeeded(Instant.now(), null);
    tell(
        Message.of(
            new SnapshotEvent.Updated(
                Instant.now(), before.state(), snapshot, List.of(operation), null)));
  }

  /** Tells that the provider refused the delete. */
  public void deleteFailed(Snapshot before, SnapshotRequest delete, Problem problem) {
    Snapshot snapshot =
        SnapshotBuilder.builder(before)
            .state(SnapshotState.DELETE_FAILED)
            .version(before.version() + 2)
            .revision(before.revision() + 2)
            .problem(problem)
            .build();
    Operation operation =
        Operation.running(delete, OperationKind.DELETE).failed(Instant.now(), problem);
    tell(
        Message.of(
            new SnapshotEvent.DeleteFailed(
                Instant.now(), SnapshotState.DELETING, snapshot, List.of(operation))));
  }

  /** Tells that the delete is done. */
  public void deleted(Snapshot before, SnapshotRequest delete) {
    Snapshot snapshot =
        SnapshotBuilder.builder(before)
            .state(SnapshotState.DELETED)
            .version(before.version() + 2)
            .revision(before.revision() + 2)
            .build();
    Operation operation =
        Operation.running(delete, OperationKind.DELETE).succeeded(Instant.now(), null);
    tell(
        Message.of(
            new SnapshotEvent.Deleted(
                Instant.now(), SnapshotState.DELETING, snapshot, List.of(operation))));
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
