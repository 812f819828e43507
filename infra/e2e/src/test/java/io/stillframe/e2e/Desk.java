package io.stillframe.e2e;

import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;

/** What administrators ask for, and what becomes of it. */
record Desk(Api admin) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  Answer ask(String path, Object body) {
    return Api.expect(202, admin.post(path, body));
  }

  /** The action, when it has ended one way or the other. */
  JsonNode end(Answer asked) {
    String path = "/v1/admin/actions/" + asked.text("id");
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> admin.get(path),
            seen -> seen.status() == 200 && !seen.text("status").equals("running"))
        .body();
  }
}
