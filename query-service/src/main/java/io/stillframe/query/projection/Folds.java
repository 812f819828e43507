package io.stillframe.query.projection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotRequest;
import io.stillframe.contract.Topic;
import io.stillframe.intake.Received;
import io.stillframe.rows.Rows;

/** Every topic with its fold. The read model is a function of these and of nothing else. */
final class Folds {
  static final List<Fold<?>> ALL =
      List.of(
          new Fold<>(
              Topic.SNAPSHOT_REQUESTS,
              record -> Message.read(record.value(), SnapshotRequest.class),
              Folds::requests),
          new Fold<>(Topic.SNAPSHOT_EVENTS, EventRecord::read, Folds::events),
          new Fold<>(
              Topic.SNAPSHOT_STATE,
              SnapshotStateRecord::read,
              received -> SnapshotStateRecord.change(Fold.messages(received).toList())),
          new Fold<>(
              Topic.VOLUME_STATE,
              StateRow::readVolume,
              received ->
                  StateRow.change(received, StateRow.UPSERT_VOLUMES, StateRow.DELETE_VOLUMES)),
          new Fold<>(
              Topic.PROVIDER_STATE,
              StateRow::readProvider,
              received ->
                  StateRow.change(received, StateRow.UPSERT_PROVIDERS, StateRow.DELETE_PROVIDERS)),
          new Fold<>(
              Topic.INVENTORY_FINDINGS,
              FindingRow::read,
              received -> FindingRow.change(Fold.messages(received).toList())),
          new Fold<>(
              Topic.ADMIN_REQUESTS,
              record ->
                  AdminActionRow.of(Message.read(record.value(), AdminRequest.class), record.key()),
              Folds::actions),
          new Fold<>(
              Topic.ADMIN_EVENTS,
              record -> AdminActionRow.of(Message.read(record.value(), AdminEvent.class)),
              Folds::actions),
          deadLetters(Topic.COMMAND_SERVICE_DLQ),
          deadLetters(Topic.PROVIDER_WORKER_DLQ),
          deadLetters(Topic.QUERY_SERVICE_DLQ));

  private Folds() {}

  /** The latest of each key, in the order of keys: two batches then wait for each other's rows. */
  static <K extends Comparable<K>, R> List<R> latest(
      List<R> rows, Function<R, K> key, BinaryOperator<R> choose) {
    Map<K, R> latest = new TreeMap<>();
    rows.forEach(row -> latest.merge(key.apply(row), row, choose));
    return List.copyOf(latest.values());
  }

  private static Fold.Change requests(List<Received<SnapshotRequest>> received) {
    SnapshotFold fold = new SnapshotFold();
    received.forEach(
        each -> fold.add(each.message(), Instant.ofEpochMilli(each.record().timestamp())));
    return fold;
  }

  private static Fold.Change events(List<Received<EventRecord>> received) {
    SnapshotFold fold = new SnapshotFold();
    received.forEach(each -> fold.add(each.message()));
    return fold;
  }

  private static Fold.Change actions(List<Received<AdminActionRow>> received) {
    List<AdminActionRow> rows =
        latest(Fold.messages(received).toList(), AdminActionRow::id, AdminActionRow::and);
    return Fold.changed(
        rows.stream().map(AdminActionRow::id).collect(Collectors.<UUID>toSet()),
        () -> Rows.updateAll(AdminActionRow.UPSERT, rows));
  }

  private static Fold<DeadLetterRow> deadLetters(Topic topic) {
    return new Fold<>(
        topic,
        DeadLetterRow::of,
        received ->
            Fold.quiet(
                () ->
                    Rows.updateAll(
                        DeadLetterRow.UPSERT,
                        latest(
                            Fold.messages(received).toList(),
                            DeadLetterRow::id,
                            (one, same) -> same))));
  }
}
