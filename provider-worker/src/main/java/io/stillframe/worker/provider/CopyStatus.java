package io.stillframe.worker.provider;

/** How far a provider is with a copy or a new volume. */
public enum CopyStatus {
  /** Being made, or in a state that we do not know and that may pass. */
  CREATING,
  /** Whole and usable. */
  AVAILABLE,
  /** Being removed. */
  DELETING,
  /** Will never be usable. */
  FAILED
}
