package io.stillframe.worker.provider.scaleway;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** What goes over the wire, as far as it is of use. Clouds add members as they like. */
final class Wire {
  private Wire() {}

  /** What carries a marker. */
  sealed interface Thing {
    String id();

    String name();

    /** None in the legacy API. */
    @Nullable List<String> tags();
  }

  /**
   * @param baseVolume null once the volume is deleted
   * @param project none in the legacy API
   * @param errorReason why it failed; the service has used two names for it
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @RegisterForReflection
  record Snapshot(
      String id,
      String name,
      String organization,
      @Nullable String project,
      @Nullable List<String> tags,
      @Nullable Reference baseVolume,
      @Nullable String creationDate,
      @Nullable Long size,
      @Nullable String state,
      @Nullable String volumeType,
      @JsonAlias("error_details") @Nullable JsonNode errorReason)
      implements Thing {}

  /**
   * @param size in bytes
   * @param state none in the legacy API
   * @param server to which it is attached
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @RegisterForReflection
  record Volume(
      String id,
      String name,
      @Nullable String organization,
      @Nullable String project,
      @Nullable List<String> tags,
      long size,
      @Nullable String state,
      @Nullable String volumeType,
      @Nullable Reference server)
      implements Thing {}

  @RegisterForReflection
  record Reference(@Nullable String id, @Nullable String name) {}

  /** The body of a create; it names an organization or a project, never both. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  @RegisterForReflection
  record NewSnapshot(
      String name,
      @Nullable String organization,
      @Nullable String project,
      String volumeId,
      @Nullable List<String> tags) {}

  /** The body that makes a volume of a snapshot. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(SnakeCaseStrategy.class)
  @RegisterForReflection
  record NewVolume(
      String name,
      @Nullable String organization,
      @Nullable String project,
      @Nullable String volumeType,
      String baseSnapshot,
      @Nullable List<String> tags) {}

  /** The body of an update: what is to change. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @RegisterForReflection
  record Change(@Nullable String name, @Nullable String organization) {}

  /**
   * What a failed request answers with, in either family of errors.
   *
   * @param fields of the first family: what is wrong with each
   * @param details of the second family: the same as a list, or what is missing
   * @param helpMessage of the second family, beside a precondition
   */
  @JsonNaming(SnakeCaseStrategy.class)
  @RegisterForReflection
  record Error(
      @Nullable String type,
      @Nullable String message,
      @Nullable JsonNode fields,
      @Nullable JsonNode details,
      @Nullable String helpMessage) {}
}
