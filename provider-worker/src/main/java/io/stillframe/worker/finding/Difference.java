package io.stillframe.worker.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ProviderSnapshot;

/** What differs between a snapshot that is available and its copy. */
final class Difference {
  /** Names that are longer may have been cut to make room for the marker. */
  private static final int CERTAINLY_WHOLE = 200;

  private Difference() {}

  /** Whether the connection's provider has our names; if not, its own are no news. */
  static boolean isInNames(Connection connection) {
    return connection.driver().capabilities().rename();
  }

  /**
   * One sentence; none if nothing differs.
   *
   * @param keepsNames whether names are compared
   */
  static Optional<String> between(Ours ours, ProviderSnapshot copy, boolean keepsNames) {
    List<String> differences = new ArrayList<>();
    if (copy.status() != CopyStatus.AVAILABLE) {
      differences.add("its copy is not available at the provider any more");
    }
    if (ours.sizeBytes() != null
        && copy.sizeBytes() != null
        && !ours.sizeBytes().equals(copy.sizeBytes())) {
      differences.add(
          "its size is %d at the provider, %d here".formatted(copy.sizeBytes(), ours.sizeBytes()));
    }
    if (keepsNames && copy.name() != null && !isSame(ours.name(), copy.name())) {
      differences.add(
          "its name is \"%s\" at the provider, \"%s\" here".formatted(copy.name(), ours.name()));
    }
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of("Snapshot %s: %s".formatted(ours.id(), String.join("; ", differences)));
  }

  private static boolean isSame(String ours, String theirs) {
    return ours.equals(theirs) || theirs.length() > CERTAINLY_WHOLE && ours.startsWith(theirs);
  }
}
