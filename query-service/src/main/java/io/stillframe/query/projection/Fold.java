package io.stillframe.query.projection;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Topic;
import io.stillframe.intake.Decoder;
import io.stillframe.intake.Received;

/**
 * How one topic is folded, wherever its rows go: into the tables that are read, or into those that
 * will take their place.
 *
 * @param reduce a batch to what it changes
 */
record Fold<T>(Topic topic, Decoder<T> decoder, Function<List<Received<T>>, Change> reduce) {

  /** What a batch changes: at most one row per key and one statement per table. */
  interface Change {
    /** Writes it, in the caller's transaction and on its search path. */
    Uni<Void> write();

    /** The ids that somebody may be waiting for. */
    Set<UUID> ids();
  }

  /** A change whose rows are told apart by nothing that anybody waits for. */
  static Change quiet(Supplier<Uni<Void>> write) {
    return changed(Set.of(), write);
  }

  static Change changed(Set<UUID> ids, Supplier<Uni<Void>> write) {
    return new Change() {
      @Override
      public Uni<Void> write() {
        return write.get();
      }

      @Override
      public Set<UUID> ids() {
        return ids;
      }
    };
  }

  /** The messages of a batch. */
  static <T> Stream<T> messages(List<Received<T>> received) {
    return received.stream().map(Received::message);
  }
}
