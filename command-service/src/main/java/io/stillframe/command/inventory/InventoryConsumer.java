package io.stillframe.command.inventory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.contract.Message;
import io.stillframe.contract.ProviderEnvironment;
import io.stillframe.contract.Topic;
import io.stillframe.contract.Volume;
import io.stillframe.intake.AppliedOffsets;
import io.stillframe.intake.Intake;
import io.stillframe.intake.Received;
import io.stillframe.intake.Replayable;
import io.stillframe.intake.Taker;

/** Follows the inventory. Of each key in a batch only the last record counts. */
@ApplicationScoped
class InventoryConsumer implements Replayable {
  private final Intake intake;
  private final KnownInventory known;

  InventoryConsumer(Intake intake, KnownInventory known) {
    this.intake = intake;
    this.known = known;
  }

  @Incoming("volume-state")
  Uni<Void> volumes(ConsumerRecords<String, byte[]> records) {
    return intake.take(records, ofVolumes(), () -> AppliedOffsets.upTo(records));
  }

  @Incoming("provider-state")
  Uni<Void> environments(ConsumerRecords<String, byte[]> records) {
    return intake.take(records, ofEnvironments(), () -> AppliedOffsets.upTo(records));
  }

  @Override
  public List<Taker<?>> takersOfReplays() {
    return List.of(ofVolumes(), ofEnvironments());
  }

  private Taker<Optional<Volume>> ofVolumes() {
    return Taker.of(
        Topic.VOLUME_STATE,
        record ->
            record.value() == null
                ? Optional.<Volume>empty()
                : Optional.of(Message.read(record.value(), Volume.class)),
        batch -> Panache.withTransaction(() -> known.followVolumes(lastByKey(batch))));
  }

  private Taker<ProviderEnvironment> ofEnvironments() {
    return Taker.of(
        Topic.PROVIDER_STATE,
        record -> Message.read(record.value(), ProviderEnvironment.class),
        batch ->
            Panache.withTransaction(
                () -> known.saveEnvironments(List.copyOf(lastByKey(batch).values()))));
  }

  private static <T> Map<String, T> lastByKey(List<Received<T>> batch) {
    Map<String, T> last = new LinkedHashMap<>();
    batch.forEach(
        received -> {
          ConsumerRecord<String, byte[]> record = received.record();
          last.put(Objects.requireNonNull(record.key()), received.message());
        });
    return last;
  }
}
