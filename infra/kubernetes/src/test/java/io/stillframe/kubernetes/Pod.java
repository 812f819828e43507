package io.stillframe.kubernetes;

import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The pods of a workload.
 *
 * @param owner makes them
 */
record Pod(Manifest owner, Map<String, String> labels, JsonNode spec) {
  Stream<JsonNode> containers() {
    return Stream.concat(
        Manifest.elements(spec.path("containers")), Manifest.elements(spec.path("initContainers")));
  }

  /** Whether it is to run until it is told to stop. */
  boolean isLasting() {
    return !owner.is("Job");
  }
}
