package io.stillframe.e2e.campaign;

import java.util.Map;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import io.stillframe.e2e.Answer;
import io.stillframe.e2e.Api;

/** Every kind of call that callers make, about a snapshot that is there. */
final class EveryCall {
  private static final String CLOUDMC = "/api/v2/services/compute-on/test_area/snapshots";
  private static final String ORGANIZATION = "000a115d-2852-4b0a-9ce8-47f1134ba95a";

  private EveryCall() {}

  /**
   * @param create the operation that made the snapshot
   */
  static Map<String, Function<Api, Answer>> writing(JsonNode create, String volumeId) {
    String snapshot = "/v1/snapshots/" + create.path("snapshotId").asText();
    String cancel = "/v1/operations/" + create.path("id").asText() + "/cancel";
    Map<String, String> body =
        Map.of("provider", "compute-on", "environment", "test_area", "volumeId", volumeId);
    Map<String, String> scaleway =
        Map.of("name", "scaleway's", "organization", ORGANIZATION, "volume_id", volumeId);
    return Map.of(
        "create", api -> api.post("/v1/snapshots", body),
        "create with a key", api -> api.post("/v1/snapshots", body, "Idempotency-Key", "outage"),
        "create that waits", api -> api.post("/v1/snapshots", body, "Prefer", "wait=10"),
        "update", api -> api.patch(snapshot, Map.of("description", "changed")),
        "restore", api -> api.post(snapshot + "/restore", Map.of("name", "again")),
        "cancel", api -> api.post(cancel, ""),
        "delete", api -> api.delete(snapshot),
        "CloudMC's create", api -> api.post(CLOUDMC, Map.of("volumeId", volumeId)),
        "Scaleway's create", api -> api.post("/snapshots", scaleway));
  }

  /**
   * @param create the operation that made the snapshot
   */
  static Map<String, Function<Api, Answer>> reading(JsonNode create) {
    String snapshot = "/v1/snapshots/" + create.path("snapshotId").asText();
    String operation = "/v1/operations/" + create.path("id").asText();
    return Map.of(
        "list", api -> api.get("/v1/snapshots"),
        "item", api -> api.get(snapshot),
        "item that waits", api -> api.get(snapshot, "Prefer", "wait=10"),
        "timeline", api -> api.get(snapshot + "/timeline"),
        "operation", api -> api.get(operation),
        "operation that waits", api -> api.get(operation, "Prefer", "wait=10"),
        "volumes", api -> api.get("/v1/volumes"),
        "providers", api -> api.get("/v1/providers"),
        "CloudMC's list", api -> api.get(CLOUDMC),
        "Scaleway's list", api -> api.get("/snapshots"));
  }
}
