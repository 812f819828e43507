package io.stillframe.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The services' OpenAPI documents as the one that a caller of the gateway needs. */
final class OpenApi {
  private OpenApi() {}

  /**
   * Merges paths and components deeply: the services share paths with different methods, and
   * schemas that say the same.
   */
  static JsonObject merge(List<JsonObject> documents) {
    JsonObject merged = new JsonObject();
    Map<String, JsonObject> tags = new LinkedHashMap<>();
    for (JsonObject document : documents) {
      merged.mergeIn(document.copy(), true);
      for (Object tag : document.getJsonArray("tags", new JsonArray())) {
        if (tag instanceof JsonObject named) {
          tags.putIfAbsent(named.getString("name", ""), named);
        }
      }
    }
    if (!tags.isEmpty()) {
      merged.put("tags", new JsonArray(List.copyOf(tags.values())));
    }
    JsonObject info = merged.getJsonObject("info", new JsonObject());
    merged.put("openapi", "3.1.0");
    merged.put("info", info.copy().put("title", "Stillframe"));
    // Each service names its own port, which is not where the whole API is.
    merged.put("servers", new JsonArray().add(new JsonObject().put("url", "/")));
    return merged;
  }
}
