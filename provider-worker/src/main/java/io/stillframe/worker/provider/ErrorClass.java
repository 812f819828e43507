package io.stillframe.worker.provider;

/** What an error at a provider allows us to do. */
public enum ErrorClass {
  /** Final, and the caller's matter. Nothing was done. */
  REJECTED,
  /** May pass. Nothing was done. */
  RETRYABLE,
  /** The provider asks us to slow down. Nothing was done. */
  THROTTLED,
  /** The call may have taken effect or may still do so; only a lookup tells. */
  UNCERTAIN,
  /** Final, ours or theirs; something may have been done. */
  BROKEN
}
