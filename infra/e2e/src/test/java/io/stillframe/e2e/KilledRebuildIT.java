package io.stillframe.e2e;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.stillframe.local.Service;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/** The query service dies while it folds its read model anew: reads go on, and so does that. */
@SharedStack
@Tag("long")
class KilledRebuildIT {
  private static final int CREATES = 20;
  private static final int CALLERS = 4;

  /** A dead replica's claim on the rebuild, a start, and the rebuild. */
  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final Stack stack;
  private final Api api;
  private final Api admin;
  private final TestVolume volume;

  KilledRebuildIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
    this.admin = stack.as("local-admin");
    this.volume = stack.randomVolume(MIB / 4);
  }

  @Test
  void itEndsAndNothingIsLost() throws SQLException {
    // Given
    Callers.together(
        CALLERS,
        CREATES,
        number -> api.end(api.create(volume, Map.of("name", volume.name() + "-" + number))));
    JsonNode before = snapshots();
    Answer action = Api.expect(202, admin.post("/v1/read-model/rebuild", Map.of()));
    // When
    awaitTheMiddle();
    stack.killAndAwaitRestart(Service.QUERY);
    // Then
    assertThat(snapshots()).isEqualTo(before);
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              Answer seen = admin.get("/v1/admin/actions/" + action.text("id"));
              assertThat(seen.text("status")).as(seen.toString()).isEqualTo("succeeded");
            });
    assertThat(snapshots()).isEqualTo(before);
  }

  private JsonNode snapshots() {
    return Api.expect(200, api.get("/v1/snapshots?limit=1000&volumeId=" + volume.id()))
        .body()
        .path("items");
  }

  /** The new tables are there, and have not taken the others' place. */
  private void awaitTheMiddle() throws SQLException {
    try (Connection connection = stack.running().database("query");
        Statement statement = connection.createStatement()) {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(5))
          .until(
              () -> {
                try (ResultSet rows =
                    statement.executeQuery(
                        "select 1 from pg_tables where schemaname = 'rebuild' and tablename = 'timeline_entry'")) {
                  return rows.next();
                }
              });
    }
  }
}
