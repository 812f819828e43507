package io.stillframe.simulator.cloudmc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.Call;

/** What CloudMC tells of itself, outside of its services. */
final class Administration {
  private static final String CONNECTION = "8901494c-01ee-4d6b-bd12-cd5347127039";

  private final CloudStack cloud;

  Administration(CloudStack cloud) {
    this.cloud = cloud;
  }

  Answer environments(Call call) {
    return Envelope.list(
        cloud.settings().environments().stream().map(EnvironmentBody::named).toList());
  }

  Answer connections(Call call) {
    return Envelope.list(
        List.of(
            new ConnectionBody(CONNECTION, "Cox", "cox", "cloudstack", Map.of("reachable", true))));
  }

  private record EnvironmentBody(
      String id,
      String name,
      String description,
      String membership,
      String creationDate,
      String state,
      Map<String, String> organization,
      Map<String, String> serviceConnection) {

    static EnvironmentBody named(String name) {
      return new EnvironmentBody(
          UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString(),
          name,
          "Environment " + name,
          "MANY_USERS",
          "2017-08-15T12:00:00.000Z",
          "PROVISIONED",
          Map.of(
              "id", "a9f93785-0545-4876-8241-3b19b9a86721", "name", "Acme", "entryPoint", "acme"),
          Map.of("id", CONNECTION, "name", "Cox", "serviceCode", "cox", "type", "cloudstack"));
    }
  }

  private record ConnectionBody(
      String id, String name, String serviceCode, String type, Map<String, Object> status) {}
}
