package io.stillframe.simulator.cloudmc;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import io.stillframe.simulator.server.Call;
import io.stillframe.simulator.server.RefusedException;

/**
 * What a request says of the snapshot to be made.
 *
 * @param name none when the cloud is to choose it
 * @param rapid whether it is to stay on the volume's primary storage
 */
record NewSnapshot(Optional<String> name, boolean rapid) {
  /** The longest name that CloudStack's database takes. */
  private static final int NAME_LENGTH = 255;

  private static final List<String> KNOWN = List.of("volumeId", "name", "rapid");

  static NewSnapshot of(JsonNode request) {
    request
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!KNOWN.contains(name)) {
                throw CloudMcRefusal.invalid(name, "is unknown");
              }
            });
    return new NewSnapshot(name(request), rapid(request));
  }

  /** The body of a request, which has to be an object. */
  static JsonNode body(Call call) {
    return call.object().orElseThrow(NewSnapshot::noObject);
  }

  /** The member {@code snapshot} of a body that may be absent, as the member may be. */
  static JsonNode nested(Call call) {
    JsonNode snapshot =
        call.content().length() == 0 ? MissingNode.getInstance() : body(call).path("snapshot");
    if (!snapshot.isMissingNode() && !snapshot.isObject()) {
      throw CloudMcRefusal.invalid("snapshot", "must be an object");
    }
    return snapshot;
  }

  private static Optional<String> name(JsonNode request) {
    JsonNode name = request.path("name");
    if (!isAbsent(name) && !name.isTextual()) {
      throw CloudMcRefusal.invalid("name", "must be a string");
    }
    if (name.isTextual() && name.textValue().length() > NAME_LENGTH) {
      throw CloudMcRefusal.invalid("name", "must not be longer than " + NAME_LENGTH);
    }
    return Optional.ofNullable(name.textValue()).filter(text -> !text.isBlank());
  }

  private static boolean rapid(JsonNode request) {
    JsonNode rapid = request.path("rapid");
    if (!isAbsent(rapid) && !rapid.isBoolean()) {
      throw CloudMcRefusal.invalid("rapid", "must be a boolean");
    }
    return rapid.booleanValue();
  }

  private static boolean isAbsent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static RefusedException noObject() {
    return CloudMcRefusal.INVALID_PARAMETER.because("The body is not a JSON object", Map.of());
  }
}
