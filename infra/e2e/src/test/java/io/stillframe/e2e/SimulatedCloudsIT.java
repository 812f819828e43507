package io.stillframe.e2e;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.local.Listener;

import static org.assertj.core.api.Assertions.assertThat;

/** The providers that {@code infra/up --simulators} has: a CloudMC and a Scaleway. */
@SharedStack
class SimulatedCloudsIT {
  private static final String CLOUDMC_VOLUME = "1bd672f4-b274-4371-a792-b0a6c6778cc7";
  private static final String SCALEWAY_VOLUME = "09a4184c-733b-43c8-99c3-f1dde30536fe";
  private static final String ORGANIZATION = "000a115d-2852-4b0a-9ce8-47f1134ba95a";

  private final Stack stack;
  private final Api api;

  SimulatedCloudsIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
  }

  /** Asked in Scaleway's words, made by CloudMC's driver, read in CloudMC's words. */
  @Test
  void oneCloudsClientUsesAnother() {
    // Given
    Api scaleway = new Api("http://127.0.0.1:" + stack.running().gatewayPort(), "local-operator");
    Awaitility.await().until(() -> scaleway.get("/volumes/" + CLOUDMC_VOLUME).status() == 200);

    // When
    JsonNode asked =
        Api.expect(
                200,
                scaleway.post(
                    "/snapshots",
                    Map.of(
                        "name",
                        "full circle",
                        "organization",
                        ORGANIZATION,
                        "volume_id",
                        CLOUDMC_VOLUME)))
            .body()
            .path("snapshot");

    // Then
    String path = "/api/v2/services/cox/test_area/snapshots/" + asked.path("id").asText();
    JsonNode read =
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> Api.expect(200, api.get(path)).body().path("data"),
                data -> data.path("state").asText().equals("BackedUp"));
    assertThat(read.path("name").asText()).isEqualTo("full circle");
    assertThat(read.path("volume").asText()).isEqualTo("deep_thought_42");
    assertThat(asked.path("size").asLong()).isEqualTo(40L << 30);
    assertThat(api.delete(path).status()).isEqualTo(200);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> api.get(path).status() == 404);
  }

  @Test
  void cloudMcCannotRestoreAndSaysSoAtOnce() {
    // Given
    Awaitility.await()
        .until(() -> api.get("/v1/volumes?provider=cox").body().path("items").size() > 0);
    String id =
        api.end(
                api.post(
                    "/v1/snapshots",
                    Map.of(
                        "provider", "cox", "environment", "test_area", "volumeId", CLOUDMC_VOLUME)))
            .path("snapshotId")
            .asText();

    // When
    Answer refused = api.post("/v1/snapshots/" + id + "/restore", Map.of());

    // Then
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("type")).endsWith("not-supported");
  }

  @Test
  void scalewayTakesRenamesRestoresAndDeletes() {
    // Given
    Awaitility.await()
        .until(() -> api.get("/v1/volumes?provider=par1").body().path("items").size() > 0);

    // When
    JsonNode created =
        api.end(
            api.post(
                "/v1/snapshots",
                Map.of("provider", "par1", "volumeId", SCALEWAY_VOLUME, "name", "nightly")));

    // Then
    String path = "/v1/snapshots/" + created.path("snapshotId").asText();
    assertThat(created.path("status").asText()).isEqualTo("succeeded");
    assertThat(api.end(api.patch(path, Map.of("name", "renamed"))).path("status").asText())
        .isEqualTo("succeeded");
    JsonNode restored = api.end(api.post(path + "/restore", Map.of("name", "again")));
    assertThat(restored.path("result").path("name").asText()).isEqualTo("again");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> api.get("/v1/volumes?provider=par1&name=again").body().path("items").size() == 1);
    assertThat(api.end(api.delete(path)).path("status").asText()).isEqualTo("succeeded");
    assertThat(api.get(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"cox, CLOUDMC, " + CLOUDMC_VOLUME, "par1, SCALEWAY, " + SCALEWAY_VOLUME})
  void aDeleteWaitsForACloudThatIsAwayAndEndsWhenItIsBack(
      String provider, Listener cloud, String volume) {
    // Given
    Awaitility.await()
        .until(
            () -> api.get("/v1/volumes?provider=" + provider).body().findValuesAsText("id"),
            ids -> ids.contains(volume));
    JsonNode created =
        api.end(api.post("/v1/snapshots", Map.of("provider", provider, "volumeId", volume)));
    String path = "/v1/snapshots/" + created.path("snapshotId").asText();
    Api control = stack.control(cloud);
    try {
      Api.expect(200, control.post("/_simulator/faults", Map.of("kind", "reset")));

      // When
      Answer first = Api.expect(202, api.delete(path));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> api.get(path).body().path("condition").path("problem").path("type").asText(),
              type -> type.endsWith(":provider-unavailable"));
      Answer repeated = api.delete(path);

      // Then
      assertThat(repeated.status()).isEqualTo(202);
      assertThat(repeated.operationId()).isEqualTo(first.operationId());
      assertThat(api.get(path).text("state")).isEqualTo("deleting");

      // When
      control.delete("/_simulator/faults");

      // Then
      assertThat(api.end(first).path("status").asText()).isEqualTo("succeeded");
      assertThat(api.get(path).status()).isEqualTo(404);
    } finally {
      control.delete("/_simulator/faults");
    }
  }
}
