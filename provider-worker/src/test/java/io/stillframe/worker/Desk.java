package io.stillframe.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.AdminRequest.AdoptFinding;
import io.stillframe.contract.AdminRequest.DeleteFinding;
import io.stillframe.contract.AdminRequest.IgnoreFinding;
import io.stillframe.contract.Finding;
import io.stillframe.contract.Finding.Kind;
import io.stillframe.contract.Finding.Status;
import io.stillframe.contract.Message;
import io.stillframe.contract.Topic;

/** What an administrator sees and asks for. */
final class Desk {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Broker broker;

  Desk(Broker broker) {
    this.broker = broker;
  }

  /** Every word about the finding so far. */
  List<Finding> told(UUID findingId) {
    return broker.records(Topic.INVENTORY_FINDINGS.topicName()).stream()
        .filter(each -> each.key().equals(findingId.toString()))
        .map(each -> read(each, Finding.class))
        .toList();
  }

  /** Waits until the latest word about something of this kind is of this status. */
  Finding await(String provider, String environment, Kind kind, String copy, Status status) {
    UUID id = Finding.id(provider, environment, kind, copy);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> latest(id).filter(each -> each.status() == status).isPresent());
    return latest(id).orElseThrow();
  }

  Optional<Finding> latest(UUID findingId) {
    return told(findingId).stream().reduce((first, second) -> second);
  }

  AdoptFinding adopt(Finding finding, String owner, String name) {
    return ask(
        new AdoptFinding(
            UuidCreator.getTimeOrderedEpoch(),
            "desk",
            "ops",
            Instant.now(),
            finding.id(),
            owner,
            name));
  }

  DeleteFinding delete(UUID findingId) {
    return ask(
        new DeleteFinding(
            UuidCreator.getTimeOrderedEpoch(), "desk", "ops", Instant.now(), findingId));
  }

  IgnoreFinding ignore(Finding finding) {
    return ask(
        new IgnoreFinding(
            UuidCreator.getTimeOrderedEpoch(), "desk", "ops", Instant.now(), finding.id()));
  }

  /** Sends the request, as often as it is called. */
  <T extends AdminRequest> T ask(T request) {
    broker.send(Message.of(request));
    return request;
  }

  /** What became of the request so far. */
  List<AdminEvent> outcomes(AdminRequest request) {
    return broker.records(Topic.ADMIN_EVENTS.topicName()).stream()
        .map(each -> read(each, AdminEvent.class))
        .filter(each -> each.id().equals(request.id()))
        .toList();
  }

  AdminEvent awaitEnd(AdminRequest request) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> outcomes(request).stream().anyMatch(each -> each.status().isEnded()));
    return outcomes(request).getLast();
  }

  private static <T> T read(ConsumerRecord<String, byte[]> record, Class<T> type) {
    try {
      return Message.read(record.value(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
