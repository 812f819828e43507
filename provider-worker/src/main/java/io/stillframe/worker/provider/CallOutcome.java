package io.stillframe.worker.provider;

import java.util.Locale;

/** How a call to a provider ended. */
public enum CallOutcome {
  SUCCEEDED,
  REJECTED,
  RETRYABLE,
  THROTTLED,
  UNCERTAIN,
  BROKEN,
  /** The provider could not be reached, or did not answer. */
  UNANSWERED;

  static CallOutcome of(Throwable failure) {
    return switch (failure) {
      case ProviderException silent when !silent.answered() -> UNANSWERED;
      case ProviderException known ->
          switch (known.errorClass()) {
            case REJECTED -> REJECTED;
            case RETRYABLE -> RETRYABLE;
            case THROTTLED -> THROTTLED;
            case UNCERTAIN -> UNCERTAIN;
            case BROKEN -> BROKEN;
          };
      default -> BROKEN;
    };
  }

  /** The name in metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
