package io.stillframe.worker.finding;

import io.stillframe.worker.provider.ProviderSnapshot;

/** Something in a list that is not as our records have it; a single look has to confirm it. */
sealed interface Suspicion {
  /** A copy that is no snapshot of ours. */
  record Orphan(ProviderSnapshot copy) implements Suspicion {}

  /** A second copy with the marker of a snapshot that has one. */
  record Second(ProviderSnapshot copy, Ours ours) implements Suspicion {}

  /** A snapshot without its copy. */
  record Missing(Ours ours) implements Suspicion {}

  /** A snapshot that was missing, and its copy is there. */
  record Back(Ours ours) implements Suspicion {}

  /** A snapshot whose copy is another than our record says. */
  record Drift(Ours ours) implements Suspicion {}
}
