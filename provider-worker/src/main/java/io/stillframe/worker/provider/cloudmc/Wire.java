package io.stillframe.worker.provider.cloudmc;

import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** What goes over the wire, as far as it is of use. Clouds add members as they like. */
final class Wire {
  private Wire() {}

  /** The body of a create. */
  @RegisterForReflection
  record NewSnapshot(String volumeId, String name, boolean rapid) {}

  @RegisterForReflection
  record Snapshot(String id, String name, String state, @Nullable String volumeId) {
    /** Others' snapshots may lack what ours always have. */
    @SuppressWarnings("NullAway") // Jackson gives null for what is absent.
    Snapshot {
      name = name == null ? "" : name;
      state = state == null ? "" : state;
    }
  }

  /**
   * @param sizeInGb in GiB
   */
  @RegisterForReflection
  record Volume(
      String id,
      String name,
      @Nullable String type,
      @Nullable String state,
      long sizeInGb,
      @Nullable String instanceId,
      @Nullable String instanceName) {
    @SuppressWarnings("NullAway") // Jackson gives null for what is absent.
    Volume {
      name = name == null ? id : name;
    }
  }

  /** What a failed request answers with: the documents call the code a number, a client a word. */
  @RegisterForReflection
  record Error(@Nullable String message, @Nullable JsonNode code, @Nullable String errorCode) {
    @Nullable String word() {
      return errorCode != null ? errorCode : code == null ? null : code.asText();
    }
  }

  /**
   * Any answer.
   *
   * @param taskId of the answer to a request that began a task, and of a task in the documents'
   *     shape
   * @param result of a task in that shape
   * @param data what was asked for; a task in the shape that clients know
   */
  @RegisterForReflection
  record Envelope(
      @Nullable JsonNode data,
      @Nullable List<Error> errors,
      @Nullable String taskId,
      @Nullable String taskStatus,
      @Nullable JsonNode result) {}
}
