package io.stillframe.query.projection;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import io.stillframe.intake.Intake;
import io.stillframe.intake.Received;
import io.stillframe.rows.Rows;

/** Folds the current state of volumes and providers. */
@ApplicationScoped
class StateConsumer {
  private final Intake intake;
  private final Applied applied;

  StateConsumer(Intake intake, Applied applied) {
    this.intake = intake;
    this.applied = applied;
  }

  @Incoming("volume-state")
  Uni<Void> volumes(ConsumerRecords<String, byte[]> records) {
    return intake.take(
        records,
        StateRow::readVolume,
        received -> apply(received, StateRow.UPSERT_VOLUMES, StateRow.DELETE_VOLUMES),
        () -> applied.upTo(records));
  }

  @Incoming("provider-state")
  Uni<Void> providers(ConsumerRecords<String, byte[]> records) {
    return intake.take(
        records,
        StateRow::readProvider,
        received -> apply(received, StateRow.UPSERT_PROVIDERS, StateRow.DELETE_PROVIDERS),
        () -> applied.upTo(records));
  }

  private Uni<Void> apply(List<Received<StateRow>> received, String upsert, String delete) {
    Map<String, StateRow> latest = new TreeMap<>();
    received.forEach(each -> latest.merge(each.message().key(), each.message(), StateRow::then));
    Map<Boolean, List<StateRow>> rows =
        latest.values().stream().collect(Collectors.partitioningBy(StateRow::isTombstone));
    return applied.with(
        received,
        Set.of(),
        () ->
            Rows.updateAll(upsert, rows.getOrDefault(false, List.of()))
                .chain(() -> Rows.updateAll(delete, rows.getOrDefault(true, List.of()))));
  }
}
