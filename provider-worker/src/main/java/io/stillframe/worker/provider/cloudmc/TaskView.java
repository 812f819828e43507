package io.stillframe.worker.provider.cloudmc;

import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A task, whichever of its two shapes the cloud sends: flat as in the documents, or within {@code
 * data} as its clients read it.
 *
 * @param result what it made
 */
record TaskView(TaskView.Status status, @Nullable JsonNode result) {
  enum Status {
    PENDING,
    SUCCESS,
    FAILED
  }

  /** The task in the answer to a look at it. */
  static TaskView of(Wire.Envelope answer) {
    JsonNode data = answer.data();
    return data != null && data.hasNonNull("status")
        ? new TaskView(status(data.get("status").asText()), data.get("result"))
        : new TaskView(status(answer.taskStatus()), answer.result());
  }

  /** The task in the answer to the request that began it. */
  static TaskView begun(Wire.Envelope answer) {
    return new TaskView(status(answer.taskStatus()), answer.data());
  }

  /** The id of what it made. */
  @Nullable String madeId() {
    return result != null && result.hasNonNull("id") ? result.get("id").asText() : null;
  }

  /** The documents say FAILED, two clients look for FAILURE; anything else is still going on. */
  private static Status status(@Nullable String word) {
    return switch (word == null ? "" : word.toUpperCase(Locale.ROOT)) {
      case "SUCCESS" -> Status.SUCCESS;
      case "FAILED", "FAILURE" -> Status.FAILED;
      default -> Status.PENDING;
    };
  }
}
