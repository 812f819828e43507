package io.stillframe.query.projection;

import java.io.IOException;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;

import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotEvent;

/**
 * An event and its snapshot as it was written: a newer worker's members go out though this service
 * does not know them.
 */
record EventRecord(SnapshotEvent event, String document) {

  /**
   * Reads it.
   *
   * @throws IOException if it is not an event, is an illegal one, or lacks what every event has
   */
  static EventRecord read(ConsumerRecord<String, byte[]> record) throws IOException {
    JsonNode tree = Message.read(record.value(), JsonNode.class);
    SnapshotEvent event = ContractJson.MAPPER.treeToValue(tree, SnapshotEvent.class);
    if (event == null || !isWhole(event)) {
      throw new IOException("the event lacks its time, its operations or a part of its snapshot");
    }
    return new EventRecord(event.requireLegal(), tree.get("snapshot").toString());
  }

  // What comes from outside may lack what the types promise.
  @SuppressWarnings({"ConstantValue", "NullableProblems"})
  private static boolean isWhole(SnapshotEvent event) {
    return event.snapshot() != null
        && event.operations() != null
        && event.type() != null
        && event.time() != null
        && isWhole(event.snapshot());
  }

  @SuppressWarnings({"ConstantValue", "NullableProblems"})
  static boolean isWhole(Snapshot snapshot) {
    return Stream.of(
            snapshot.id(),
            snapshot.organization(),
            snapshot.provider(),
            snapshot.environment(),
            snapshot.volumeId(),
            snapshot.name(),
            snapshot.state(),
            snapshot.createdAt())
        .allMatch(each -> each != null);
  }
}
