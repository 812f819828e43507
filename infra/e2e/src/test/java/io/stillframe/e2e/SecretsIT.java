package io.stillframe.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.common.header.Headers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.Topic;
import io.stillframe.local.Listener;
import io.stillframe.local.Service;
import io.stillframe.simulator.SimulatorSettings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Keys, of callers and of clouds, are in no log and in no message, even where things go wrong. */
@SharedStack
class SecretsIT {
  private static final SimulatorSettings CLOUDS = SimulatorSettings.defaults();
  private static final String WRONG_KEY = "a-key-that-was-mistyped";
  private static final List<String> KEYS =
      List.of(
          CLOUDS.cloudMc().apiKey(),
          CLOUDS.scaleway().token(),
          WRONG_KEY,
          "local-operator",
          "local-admin");

  private final Stack stack;
  private final Api api;

  SecretsIT(Stack stack) {
    this.stack = stack;
    this.api = stack.operator();
  }

  @Test
  void noKeyIsTold() {
    // Given
    failOnce(Listener.CLOUDMC);
    failOnce(Listener.SCALEWAY);

    // When
    assertThat(stack.as(WRONG_KEY).get("/v1/snapshots").status()).isEqualTo(401);
    assertThat(api.get("/snapshots", "X-Auth-Token", WRONG_KEY).status()).isEqualTo(401);
    assertThat(api.post("/v1/snapshots", "{", "X-Auth-Token", "local-operator").status())
        .isEqualTo(400);
    JsonNode cox = triedAgain("cox", CLOUDS.cloudMc().volumes().getFirst().id());
    JsonNode par1 = triedAgain("par1", CLOUDS.scaleway().volumes().getFirst().id());

    // Then
    List<String> told =
        Stream.of(
                logs(),
                Arrays.stream(Service.values()).flatMap(this::pages),
                Stream.of(cox.toString(), par1.toString(), api.get("/v1/providers").toString()))
            .flatMap(each -> each)
            .toList();
    List<String> records = Arrays.stream(Topic.values()).flatMap(this::records).toList();
    assertThat(records).anyMatch(text -> text.contains("retrying"));
    for (String key : KEYS) {
      assertThat(told).noneMatch(text -> text.contains(key));
      // Who asked for something is told by name, which of a local administrator is the key.
      assertThat(records).noneMatch(text -> !key.equals("local-admin") && text.contains(key));
    }
  }

  private Stream<String> records(Topic topic) {
    List<String> records = new ArrayList<>();
    new Subscriber(stack.running().broker())
        .read(
            topic,
            each ->
                records.add(
                    "%s %s %s".formatted(each.key(), headers(each.headers()), text(each.value()))));
    return records.stream();
  }

  private static String headers(Headers headers) {
    return Arrays.stream(headers.toArray())
        .map(each -> each.key() + "=" + text(each.value()))
        .collect(Collectors.joining(" "));
  }

  private static String text(byte[] value) {
    return value == null ? "" : new String(value, UTF_8);
  }

  /** The end of a create whose first attempt fails. */
  private JsonNode triedAgain(String provider, String volume) {
    Awaitility.await()
        .until(
            () ->
                api.get("/v1/volumes?limit=1000&provider=" + provider)
                    .body()
                    .findValuesAsText("id"),
            ids -> ids.contains(volume));
    Answer accepted = api.post("/v1/snapshots", Map.of("provider", provider, "volumeId", volume));
    assertThat(api.end(accepted).path("status").asText()).isEqualTo("succeeded");
    assertThat(stack.events().types(accepted.snapshotId())).contains("retrying");
    return api.get("/v1/snapshots/" + accepted.snapshotId() + "/timeline").body();
  }

  private void failOnce(Listener cloud) {
    assertThat(
            stack
                .control(cloud)
                .post(
                    "/_simulator/faults",
                    Map.of("kind", "error", "method", "POST", "path", "**/snapshots", "count", 1))
                .status())
        .isEqualTo(200);
  }

  /** What a service says to whoever operates it. */
  private Stream<String> pages(Service service) {
    String address = stack.running().address(service);
    JsonNode health = new Api("http://" + address, "").get("/q/health").body();
    assertThat(health.path("checks")).isNotEmpty();
    return Stream.of(health.toString(), Scrape.of(address).text());
  }

  private Stream<String> logs() {
    List<String> logs = stack.running().logs();
    assertThat(logs).hasSizeGreaterThanOrEqualTo(3);
    return logs.stream();
  }
}
