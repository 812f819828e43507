package io.stillframe.simulator.cloudmc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** A task as the API shows it, in one or both of the documented shapes. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TaskBody(
    @Nullable String taskId,
    @Nullable String taskStatus,
    @Nullable Object result,
    @Nullable Data data) {
  /** With an offset that is not UTC's, as in the documentation's example. */
  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx")
          .withZone(ZoneOffset.ofHours(-4));

  static TaskBody from(CloudTask task, String status, @Nullable Object result, TaskShape shape) {
    Data data = new Data(task.id(), status, created(task.createdAt()), result);
    return switch (shape) {
      case FLAT -> new TaskBody(task.id(), status, result, null);
      case DATA -> new TaskBody(null, null, null, data);
      case BOTH -> new TaskBody(task.id(), status, result, data);
    };
  }

  private static String created(Instant at) {
    return CREATED.format(at);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Data(String id, String status, String created, @Nullable Object result) {}
}
