package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.local.Listener;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others do with copies behind our back is found within one period of the inventory, and
 * whoever asks is told.
 */
@SharedStack
class FindingsIT {
  /**
   * What comes to a period: a second for which a cloud may hide what is there, a look at everything
   * that the environment holds, and the way to who asks.
   */
  private static final Duration BESIDE = Duration.ofSeconds(4);

  /** For what has nothing to do with an inventory. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Duration soon;
  private final Stack stack;
  private final Api owner;
  private final Api admin;
  private final Desk desk;

  FindingsIT(Stack stack) {
    this.stack = stack;
    this.soon = stack.running().inventoryPeriod().plus(BESIDE);
    this.owner = stack.operator();
    this.admin = stack.as("local-admin");
    this.desk = new Desk(admin);
  }

  /** A cloud, a volume that it has, and how its own clients take and remove a snapshot. */
  private enum Cloud {
    COX(
        Listener.CLOUDMC,
        "test_area",
        "1bd672f4-b274-4371-a792-b0a6c6778cc7",
        "/api/v2/services/cox/test_area/snapshots") {
      @Override
      Answer take(Api api, String name) {
        return api.post(
            path + "?operation=create",
            Map.of("volumeId", volume, "name", name),
            "MC-Api-Key",
            "simulated-key");
      }

      @Override
      Answer remove(Api api, String id) {
        return api.delete(path + "/" + id, "MC-Api-Key", "simulated-key");
      }
    },
    PAR1(Listener.SCALEWAY, "par1", "09a4184c-733b-43c8-99c3-f1dde30536fe", "/snapshots") {
      @Override
      Answer take(Api api, String name) {
        return api.post(
            path,
            Map.of("name", name, "organization", ORGANIZATION, "volume_id", volume),
            "X-Auth-Token",
            TOKEN);
      }

      @Override
      Answer remove(Api api, String id) {
        return api.delete(path + "/" + id, "X-Auth-Token", TOKEN);
      }
    };

    private static final String ORGANIZATION = "000a115d-2852-4b0a-9ce8-47f1134ba95a";
    private static final String TOKEN = "00000000-1111-4222-8333-444444444444";

    final Listener listener;
    final String environment;
    final String volume;
    final String path;

    Cloud(Listener listener, String environment, String volume, String path) {
      this.listener = listener;
      this.environment = environment;
      this.volume = volume;
      this.path = path;
    }

    abstract Answer take(Api api, String name);

    abstract Answer remove(Api api, String id);
  }

  @Test
  void aCopyThatIsMovedAwayIsMissingAndReappears() throws IOException {
    // Given
    String id = owner.available(stack.randomVolume(MIB), Map.of()).path("id").asText();
    Path home = stack.disk().snapshots().resolve(id);
    Path away = stack.disk().snapshots().getParent().resolve("away-" + id);

    // When
    Files.move(home, away);

    // Then
    awaitState(id, "missing", soon);
    JsonNode finding = awaitFinding("missing", "snapshotId", id, soon);
    assertThat(finding.path("provider").asText()).isEqualTo("compute-on");

    // When
    Files.move(away, home);

    // Then
    awaitState(id, "available", soon);
    awaitStatus(finding, "resolved");
  }

  @ParameterizedTest
  @EnumSource(Cloud.class)
  void whatSomebodyElseMadeIsFoundAdoptedAndMissedWhenSomebodyElseRemovesIt(Cloud cloud) {
    // Given
    Api api = stack.control(cloud.listener);
    String name = "a stranger's " + UUID.randomUUID();

    // When
    assertThat(cloud.take(api, name).status()).isBetween(200, 202);

    // Then
    JsonNode orphan = awaitFinding("orphan", "name", name, soon);
    assertThat(orphan.path("environment").asText()).isEqualTo(cloud.environment);
    assertThat(orphan.path("marked").asBoolean()).isFalse();

    // When
    JsonNode adopted =
        done(act(orphan, "adopt", Map.of("organization", Cloud.ORGANIZATION, "name", name)));

    // Then
    String id = adopted.path("result").path("snapshotId").asText();
    awaitState(id, "available", soon);
    awaitStatus(orphan, "resolved");

    // When
    String copy = orphan.path("providerSnapshotId").asText();
    awaitRemoved(cloud, api, copy);

    // Then
    awaitState(id, "missing", soon);
    awaitFinding("missing", "snapshotId", id, soon);
    assertThat(owner.end(owner.delete("/v1/snapshots/" + id)).path("status").asText())
        .isEqualTo("succeeded");
  }

  /** Who did what, and when, stays to be read. */
  @Test
  void whatIsIgnoredIsShownNoMoreAndWhoDidItIsKept() {
    // Given
    Api api = stack.control(Listener.SCALEWAY);
    String name = "ignored " + UUID.randomUUID();
    Cloud.PAR1.take(api, name);
    JsonNode orphan = awaitFinding("orphan", "name", name, soon);

    // When
    Answer asked = act(orphan, "ignore", Map.of());
    JsonNode action = done(asked);

    // Then
    awaitStatus(orphan, "ignored");
    assertThat(action.path("requestedBy").asText()).isEqualTo("local-admin");
    assertThat(find("orphan", "name", name)).isNull();
    awaitRemoved(Cloud.PAR1, api, orphan.path("providerSnapshotId").asText());
  }

  @Test
  void whatIsDeletedIsGoneAtTheCloud() {
    // Given
    Api api = stack.control(Listener.SCALEWAY);
    String name = "unwanted " + UUID.randomUUID();
    Cloud.PAR1.take(api, name);
    JsonNode orphan = awaitFinding("orphan", "name", name, soon);
    String copy = orphan.path("providerSnapshotId").asText();
    assertThat(look(api, copy).status()).isEqualTo(200);

    // When
    JsonNode action = done(act(orphan, "delete", Map.of()));

    // Then
    assertThat(action.path("requestedBy").asText()).isEqualTo("local-admin");
    assertThat(look(api, copy).status()).isEqualTo(404);
    awaitStatus(orphan, "resolved");
  }

  private static Answer look(Api api, String copy) {
    return api.get(Cloud.PAR1.path + "/" + copy, "X-Auth-Token", Cloud.TOKEN);
  }

  /** The cloud refuses it while the copy is in the making. */
  private static void awaitRemoved(Cloud cloud, Api api, String copy) {
    Awaitility.await().atMost(PATIENCE).until(() -> cloud.remove(api, copy).status() / 100 == 2);
  }

  private Answer act(JsonNode finding, String what, Map<String, String> body) {
    return desk.ask("/v1/inventory/findings/" + finding.path("id").asText() + "/" + what, body);
  }

  private JsonNode done(Answer asked) {
    JsonNode action = desk.end(asked);
    assertThat(action.path("status").asText()).as(action.toString()).isEqualTo("succeeded");
    return action;
  }

  private void awaitState(String snapshot, String state, Duration limit) {
    Awaitility.await()
        .atMost(limit)
        .until(() -> owner.get("/v1/snapshots/" + snapshot).text("state"), state::equals);
  }

  private JsonNode awaitFinding(String kind, String member, String value, Duration limit) {
    return Awaitility.await()
        .atMost(limit)
        .until(() -> find(kind, member, value), found -> found != null);
  }

  /** Among the open ones. */
  private JsonNode find(String kind, String member, String value) {
    Answer page = admin.get("/v1/inventory/findings?limit=1000&kind=" + kind);
    for (JsonNode each : Api.expect(200, page).body().path("items")) {
      if (each.path(member).asText().equals(value)) {
        return each;
      }
    }
    return null;
  }

  private void awaitStatus(JsonNode finding, String status) {
    String path = "/v1/inventory/findings/" + finding.path("id").asText();
    Awaitility.await().atMost(soon).until(() -> admin.get(path).text("status"), status::equals);
  }
}
