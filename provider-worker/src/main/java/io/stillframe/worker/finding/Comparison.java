package io.stillframe.worker.finding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ProviderSnapshot;

/** A provider's list of copies beside our records, which were read after it. Pure. */
final class Comparison {
  private final Map<String, Ours> byProviderId = new HashMap<>();
  private final Map<String, Ours> byMarker = new HashMap<>();
  private final Map<UUID, ProviderSnapshot> copies = new HashMap<>();
  private final List<Suspicion> suspicions = new ArrayList<>();
  private final Set<String> matched = new HashSet<>();

  /**
   * @param shownSince copies that are younger may be those of tasks that we do not know yet
   * @param keepsNames whether the provider has our names
   */
  Comparison(
      List<ProviderSnapshot> listed, List<Ours> all, Instant shownSince, boolean keepsNames) {
    for (Ours ours : all) {
      byMarker.put(ours.marker(), ours);
      if (ours.providerSnapshotId() != null) {
        byProviderId.put(ours.providerSnapshotId(), ours);
      }
    }
    Set<String> listedIds = new HashSet<>();
    listed.forEach(copy -> listedIds.add(copy.id()));
    listed.forEach(copy -> place(copy, shownSince, listedIds));
    all.stream().filter(ours -> !ours.moving()).forEach(ours -> compare(ours, keepsNames));
  }

  List<Suspicion> suspicions() {
    return suspicions;
  }

  /** The copy in the list that is this snapshot's. */
  Optional<ProviderSnapshot> copyOf(UUID snapshotId) {
    return Optional.ofNullable(copies.get(snapshotId));
  }

  /** Whether the copy in the list is a snapshot's of ours. */
  boolean isOurs(String providerSnapshotId) {
    return matched.contains(providerSnapshotId);
  }

  private void place(ProviderSnapshot copy, Instant shownSince, Set<String> listedIds) {
    String id = copy.id();
    if (id == null) {
      return;
    }
    Ours owner = byProviderId.get(id);
    Ours marked = copy.marker().map(byMarker::get).orElse(null);
    if (owner != null) {
      matched.add(id);
      copies.put(owner.id(), copy);
    } else if (marked == null) {
      boolean shown = copy.cutAt() == null || copy.cutAt().isBefore(shownSince);
      if (shown && copy.status() != CopyStatus.DELETING) {
        suspicions.add(new Suspicion.Orphan(copy));
      }
    } else if (marked.moving() || !listedIds.contains(marked.providerSnapshotId())) {
      // The only one with the marker: an id may have changed, and a lookup would find it.
      matched.add(id);
      copies.putIfAbsent(marked.id(), copy);
    } else if (copy.status() != CopyStatus.DELETING) {
      suspicions.add(new Suspicion.Second(copy, marked));
    }
  }

  private void compare(Ours ours, boolean keepsNames) {
    ProviderSnapshot copy = copies.get(ours.id());
    if (copy == null) {
      if (ours.isExpected()) {
        suspicions.add(new Suspicion.Missing(ours));
      }
    } else if (ours.state() == SnapshotState.MISSING) {
      if (copy.status() == CopyStatus.AVAILABLE) {
        suspicions.add(new Suspicion.Back(ours));
      }
    } else if (ours.state() == SnapshotState.AVAILABLE
        && Difference.between(ours, copy, keepsNames).isPresent()) {
      suspicions.add(new Suspicion.Drift(ours));
    }
  }
}
