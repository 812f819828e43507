package io.stillframe.e2e;

import java.net.http.HttpHeaders;

import com.fasterxml.jackson.databind.JsonNode;

/** What came back from one call; a body that is not JSON reads as a missing node. */
public record Answer(int status, HttpHeaders headers, JsonNode body) {

  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public String text(String member) {
    return body.path(member).asText();
  }

  /** The operation that a write began. */
  public String operationId() {
    return text("id");
  }

  public String snapshotId() {
    return text("snapshotId");
  }

  @Override
  public String toString() {
    return status + " " + header("Content-Type") + " " + body;
  }
}
