package io.stillframe.simulator.cloudmc;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A volume as the test sees it; the cloud's API shows some more members.
 *
 * @param environment the name of the environment that it is in
 * @param id a UUID as a real volume has, though any string will do
 * @param type {@code os} or {@code data}
 * @param instanceId the instance it is attached to
 * @param instanceName part of a snapshot's default name
 * @param state as CloudStack calls it; a snapshot needs {@code Ready}, which is also the default
 * @param refusesRapid whether its storage is one that cannot keep a rapid snapshot
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CloudMcVolume(
    String environment,
    String id,
    String name,
    String type,
    long sizeInGb,
    @Nullable String instanceId,
    @Nullable String instanceName,
    String state,
    boolean refusesRapid) {
  static final String READY = "Ready";

  /** The two types that the documentation knows. */
  private static final List<String> TYPES = List.of("os", "data");

  public CloudMcVolume {
    require(environment, "environment");
    require(id, "id");
    require(name, "name");
    if (type == null || !TYPES.contains(type)) {
      throw new IllegalArgumentException("type: os or data");
    }
    if (sizeInGb < 1) {
      throw new IllegalArgumentException("sizeInGb: at least 1");
    }
    state = state == null ? READY : state;
  }

  private static void require(String value, String name) {
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + " is required");
    }
  }
}
