package io.stillframe.e2e.campaign;

import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import io.stillframe.e2e.Answer;
import io.stillframe.e2e.Api;

/** Every kind of call that callers and administrators make, about a snapshot that is there. */
final class EveryCall {
  private static final String CLOUDMC = "/api/v2/services/compute-on/test_area";
  private static final String FROM_VOLUME = "?operation=createSnapshotFromVolume";
  private static final String FINDING = "/v1/inventory/findings/" + new UUID(0, 1);
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
    String named = create.path("snapshotId").asText();
    return Map.ofEntries(
        entry("create", api -> api.post("/v1/snapshots", body)),
        entry(
            "create with a key",
            api -> api.post("/v1/snapshots", body, "Idempotency-Key", "outage")),
        entry("create that waits", api -> api.post("/v1/snapshots", body, "Prefer", "wait=10")),
        entry("update", api -> api.patch(snapshot, Map.of("description", "changed"))),
        entry("restore", api -> api.post(snapshot + "/restore", Map.of("name", "again"))),
        entry("cancel", api -> api.post(cancel, "")),
        entry("delete", api -> api.delete(snapshot)),
        entry("adopt", api -> api.post(FINDING + "/adopt", Map.of())),
        entry("ignore", api -> api.post(FINDING + "/ignore", "")),
        entry("delete a finding", api -> api.post(FINDING + "/delete", "")),
        entry("rebuild", api -> api.post("/v1/read-model/rebuild", "")),
        entry("replay", api -> api.post("/v1/dead-letters/query-service/0/0/replay", "")),
        entry("discard", api -> api.post("/v1/dead-letters/query-service/0/0/discard", "")),
        entry(
            "CloudMC's create",
            api -> api.post(CLOUDMC + "/snapshots", Map.of("volumeId", volumeId))),
        entry(
            "CloudMC's create of a volume",
            api -> api.post(CLOUDMC + "/volumes/" + volumeId + FROM_VOLUME, Map.of())),
        entry("CloudMC's delete", api -> api.delete(CLOUDMC + "/snapshots/" + named)),
        entry("Scaleway's create", api -> api.post("/snapshots", scaleway)),
        entry("Scaleway's update", api -> update(api, named)),
        entry("Scaleway's delete", api -> api.delete("/snapshots/" + named)));
  }

  /**
   * @param create the operation that made the snapshot
   */
  static Map<String, Function<Api, Answer>> reading(JsonNode create, String volumeId) {
    String snapshot = "/v1/snapshots/" + create.path("snapshotId").asText();
    String operation = "/v1/operations/" + create.path("id").asText();
    String named = create.path("snapshotId").asText();
    return Map.ofEntries(
        entry("list", api -> api.get("/v1/snapshots")),
        entry("item", api -> api.get(snapshot)),
        entry("item that waits", api -> api.get(snapshot, "Prefer", "wait=10")),
        entry("timeline", api -> api.get(snapshot + "/timeline")),
        entry("operations", api -> api.get("/v1/operations")),
        entry("operation", api -> api.get(operation)),
        entry("operation that waits", api -> api.get(operation, "Prefer", "wait=10")),
        entry("volumes", api -> api.get("/v1/volumes")),
        entry("providers", api -> api.get("/v1/providers")),
        entry("findings", api -> api.get("/v1/inventory/findings")),
        entry("dead letters", api -> api.get("/v1/dead-letters")),
        entry("actions", api -> api.get("/v1/admin/actions")),
        entry("CloudMC's list", api -> api.get(CLOUDMC + "/snapshots")),
        entry("CloudMC's item", api -> api.get(CLOUDMC + "/snapshots/" + named)),
        entry("CloudMC's volumes", api -> api.get(CLOUDMC + "/volumes")),
        entry("CloudMC's volume", api -> api.get(CLOUDMC + "/volumes/" + volumeId)),
        entry("CloudMC's task", api -> api.get("/api/v2/tasks/" + create.path("id").asText())),
        entry("CloudMC's connections", api -> api.get("/api/v2/services/connections")),
        entry("CloudMC's environments", api -> api.get("/api/v2/environments")),
        entry("Scaleway's list", api -> api.get("/snapshots")),
        entry("Scaleway's item", api -> api.get("/snapshots/" + named)),
        entry("Scaleway's volume", api -> api.get("/volumes/" + volumeId)),
        entry("Scaleway's volumes", api -> api.get("/volumes")));
  }

  private static Answer update(Api api, String snapshot) {
    Map<String, String> body = Map.of("name", "another");
    return api.send("PUT", "/snapshots/" + snapshot, Api.json(body));
  }

  /** Of what is not there, which nobody knows without a database. */
  static Map<String, Function<Api, Answer>> missing() {
    return Map.ofEntries(
        entry("finding", api -> api.get(FINDING)),
        entry("action", api -> api.get("/v1/admin/actions/" + new UUID(0, 1))),
        entry("dead letter", api -> api.get("/v1/dead-letters/query-service/0/0")));
  }

  private static Map.Entry<String, Function<Api, Answer>> entry(
      String name, Function<Api, Answer> call) {
    return Map.entry(name, call);
  }
}
