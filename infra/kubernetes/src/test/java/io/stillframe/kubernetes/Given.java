package io.stillframe.kubernetes;

import java.util.HashMap;
import java.util.Map;

/** The environment that a workload's container gets, but for what comes from Secrets. */
final class Given {
  private Given() {}

  static Map<String, String> to(Manifest workload, Rendering rendering) {
    Map<String, String> environment = new HashMap<>();
    workload
        .all("/spec/template/spec/containers/0/envFrom")
        .map(source -> source.at("/configMapRef/name").asText())
        .map(name -> rendering.one("ConfigMap", name).at("/data"))
        .forEach(data -> environment.putAll(Manifest.labels(data)));
    workload
        .all("/spec/template/spec/containers/0/env")
        .filter(variable -> variable.has("value"))
        .forEach(
            variable ->
                environment.put(variable.path("name").asText(), variable.path("value").asText()));
    return environment;
  }
}
