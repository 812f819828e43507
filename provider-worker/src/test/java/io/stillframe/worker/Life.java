package io.stillframe.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;

import io.stillframe.contract.CancelOperation;
import io.stillframe.contract.ContractJson;
import io.stillframe.contract.CreateSnapshot;
import io.stillframe.contract.DeleteSnapshot;
import io.stillframe.contract.Message;
import io.stillframe.contract.OperationKind;
import io.stillframe.contract.RestoreSnapshot;
import io.stillframe.contract.SnapshotEvent;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.UpdateSnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One snapshot, of acme unless told otherwise, as the command service asks for it and subscribers
 * see it.
 */
public final class Life {
  public static final String ACME = "acme";

  private final UUID snapshotId;
  private final Broker broker;
  private final String provider;
  private final String environment;
  private final String organization;
  private final String volumeId;

  public Life(Broker broker, String provider, String volumeId) {
    this(broker, provider, "test_area", ACME, volumeId);
  }

  Life(Broker broker, String provider, String environment, String organization, String volumeId) {
    this(broker, provider, environment, organization, volumeId, UuidCreator.getTimeOrderedEpoch());
  }

  Life(
      Broker broker,
      String provider,
      String environment,
      String organization,
      String volumeId,
      UUID snapshotId) {
    this.snapshotId = snapshotId;
    this.broker = broker;
    this.provider = provider;
    this.environment = environment;
    this.organization = organization;
    this.volumeId = volumeId;
  }

  public UUID snapshotId() {
    return snapshotId;
  }

  /** Sends the request, as often as it is called. */
  public <T extends SnapshotRequest> T ask(T request) {
    broker.send(Message.of(request));
    return request;
  }

  public CreateSnapshot create(Instant deadline) {
    return new CreateSnapshot(
        UuidCreator.getTimeOrderedEpoch(),
        snapshotId,
        organization,
        provider,
        environment,
        volumeId,
        null,
        null,
        "nightly",
        null,
        Map.of(),
        false,
        Instant.now(),
        deadline);
  }

  RestoreSnapshot restore(String volumeName) {
    return new RestoreSnapshot(
        UuidCreator.getTimeOrderedEpoch(),
        snapshotId,
        organization,
        volumeName,
        Instant.now(),
        null);
  }

  /**
   * @param patch a merge patch
   */
  public UpdateSnapshot update(String organization, String patch) {
    return new UpdateSnapshot(
        UuidCreator.getTimeOrderedEpoch(),
        snapshotId,
        organization,
        objectOf(patch),
        null,
        Instant.now(),
        null);
  }

  public DeleteSnapshot delete() {
    return new DeleteSnapshot(
        UuidCreator.getTimeOrderedEpoch(), snapshotId, organization, Instant.now());
  }

  CancelOperation cancel(SnapshotRequest running) {
    return new CancelOperation(
        running.operationId(),
        snapshotId,
        organization,
        running instanceof RestoreSnapshot ? OperationKind.RESTORE : OperationKind.CREATE,
        Instant.now());
  }

  public List<SnapshotEvent> events() {
    return broker.events(snapshotId);
  }

  /** Waits until at least {@code count} events of the type were told. */
  public void awaitEvents(String type, int count) {
    await()
        .until(() -> events().stream().filter(each -> each.type().equals(type)).count() >= count);
  }

  /** Waits until the latest event is of the type. */
  public SnapshotEvent awaitLast(String type) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              List<SnapshotEvent> events = events();
              return !events.isEmpty() && events.getLast().type().equals(type);
            });
    return events().getLast();
  }

  public void assertGapFree() {
    List<Long> versions = events().stream().map(each -> each.snapshot().version()).toList();
    assertThat(versions).isEqualTo(LongStream.rangeClosed(1, versions.size()).boxed().toList());
  }

  private static ObjectNode objectOf(String json) {
    try {
      return (ObjectNode) ContractJson.MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
