package io.stillframe.e2e;

import java.net.http.HttpHeaders;

import com.fasterxml.jackson.databind.JsonNode;

/** What came back from one call; a body that is not JSON reads as a missing node. */
record Answer(int status, HttpHeaders headers, JsonNode body) {

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  String text(String member) {
    return body.path(member).asText();
  }

  /** The operation that a write began. */
  String operationId() {
    return text("id");
  }

  String snapshotId() {
    return text("snapshotId");
  }

  @Override
  public String toString() {
    return status + " " + header("Content-Type") + " " + body;
  }
}
