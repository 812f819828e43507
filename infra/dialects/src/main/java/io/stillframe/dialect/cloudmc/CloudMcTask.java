package io.stillframe.dialect.cloudmc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.OperationStatus;
import io.stillframe.contract.Problem;

/**
 * A task in both shapes at once: the flat one that the documents describe, and the one within
 * {@code data} that clients read.
 *
 * @param result what the task made, or its errors
 */
public record CloudMcTask(
    UUID taskId, String taskStatus, @Nullable Object result, CloudMcTask.Data data) {

  /**
   * @param created with microseconds and offset, as in {@code 2021-04-20T20:58:59.952881-04:00}
   */
  public record Data(UUID id, String status, String created, @Nullable Object result) {}

  private static final DateTimeFormatter CREATED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

  /**
   * @param result what it made, if it went well
   * @param problem why it failed
   */
  public static CloudMcTask of(
      UUID id,
      OperationStatus status,
      Instant createdAt,
      @Nullable Object result,
      @Nullable Problem problem) {
    Object told = problem == null ? result : CloudMcDialect.errors(problem);
    String word = word(status);
    return new CloudMcTask(id, word, told, new Data(id, word, CREATED.format(createdAt), told));
  }

  private static String word(OperationStatus status) {
    return switch (status) {
      case RUNNING -> "PENDING";
      case SUCCEEDED -> "SUCCESS";
      case FAILED, CANCELLED -> "FAILED";
    };
  }

  /**
   * The answer to a request that began a task.
   *
   * @param data what is known of the snapshot so far
   */
  public record Begun(UUID taskId, String taskStatus, @Nullable Object data) {
    public static Begun of(UUID id, OperationStatus status, @Nullable Object data) {
      return new Begun(id, word(status), data);
    }
  }
}
