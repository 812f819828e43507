package io.stillframe.worker.provider.cloudmc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.contract.ContractJson;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.worker.provider.Configured;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;
import io.stillframe.worker.provider.Recorded;
import io.stillframe.worker.provider.RecordedCloud;
import io.stillframe.worker.provider.RestClients;
import io.stillframe.worker.provider.SnapshotProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The driver against the bodies of CloudMC's document on snapshots. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class CloudMcRecordedTest {
  private static final String ID = "33a27b8d-5a27-42a5-aec4-37606e372bda";
  private static final String VOLUME = "c779ca42-6966-41af-a7dc-23db4e41d4ee";

  @Inject RestClients clients;

  private final UUID snapshotId = UUID.randomUUID();
  private RecordedCloud cloud;

  @BeforeEach
  void start() {
    cloud = new RecordedCloud();
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void readsTheList() {
    // Given
    cloud.on("GET", path("test_area", ""), 200, Recorded.body("cloudmc/list.json"));

    // When
    List<ProviderSnapshot> all = call(provider("test_area").listSnapshots());

    // Then
    assertThat(all).singleElement().satisfies(CloudMcRecordedTest::isTheExample);
    RecordedCloud.Request asked = cloud.requests("GET").getFirst();
    assertThat(asked.path()).isEqualTo(path("test_area", ""));
    assertThat(asked.headers().getFirst("MC-Api-Key")).isEqualTo("your_api_key");
    assertThat(Recorded.headersOf(asked)).containsExactly("mc-api-key");
  }

  @Test
  void readsOne() {
    // Given
    cloud.on("GET", path("test_area", "/" + ID), 200, Recorded.body("cloudmc/one.json"));

    // When
    Optional<ProviderSnapshot> one =
        call(provider("test_area").getSnapshot(new CopyRef(snapshotId, ID, null)));

    // Then
    assertThat(one).hasValueSatisfying(CloudMcRecordedTest::isTheExample);
    assertThat(Recorded.headersOf(cloud.requests("GET").getFirst())).containsExactly("mc-api-key");
  }

  /** The document shows no answer to a create; this is the one of the product's other pages. */
  @Test
  void asksForACopyAsDocumented() throws JsonProcessingException {
    // Given
    cloud
        .on("GET", path("testing", ""), 200, Recorded.body("cloudmc/list.json"))
        .on(
            "POST",
            path("testing", ""),
            200,
            "{\"taskId\":\"1cb8b3f5-a1a5-4b8a-9b5b-3a6f0fe7c9a2\",\"taskStatus\":\"PENDING\"}");
    ObjectNode example = object(Recorded.body("cloudmc/create-request.json"));
    NewCopy wanted =
        new NewCopy(
            snapshotId,
            "acme",
            example.get("volumeId").asText(),
            example.get("name").asText(),
            "not sent",
            Map.of("not", "sent"),
            true);

    // When
    ProviderSnapshot begun = call(provider("testing").createSnapshot(wanted));

    // Then
    assertThat(begun.status()).isEqualTo(CopyStatus.CREATING);
    assertThat(begun.ticket()).isEqualTo("1cb8b3f5-a1a5-4b8a-9b5b-3a6f0fe7c9a2");
    RecordedCloud.Request asked = cloud.requests("POST").getFirst();
    assertThat(asked.path()).isEqualTo(path("testing", "?operation=create"));
    assertThat(Recorded.headersOf(asked)).containsExactlyInAnyOrder("mc-api-key", "content-type");
    assertThat(asked.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(object(asked.body()))
        .isEqualTo(example.put("name", "BeforeUpgradeToV2-" + Marker.of(snapshotId)));
  }

  @Test
  void aRefusalKeepsTheCloudsCodeAndItsRequestId() {
    // Given
    cloud.on(
        "GET",
        path("testing", ""),
        400,
        "{\"errors\":[{\"code\":\"1004\",\"message\":\"the environment is attached elsewhere\"}]}",
        Map.of("X-Request-Id", "request-9"));

    // When
    ProviderException failure =
        catchThrowableOfType(
            ProviderException.class, () -> call(provider("testing").listSnapshots()));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.REJECTED);
    assertThat(failure.problem().providerCode()).isEqualTo("1004");
    assertThat(failure.problem().providerRequestId()).isEqualTo("request-9");
    assertThat(failure.problem().detail()).contains("attached elsewhere");
  }

  private static void isTheExample(ProviderSnapshot copy) {
    assertThat(copy.id()).isEqualTo(ID);
    assertThat(copy.volumeId()).isEqualTo(VOLUME);
    assertThat(copy.status()).isEqualTo(CopyStatus.AVAILABLE);
    assertThat(copy.marker()).isEmpty();
    assertThat(copy.sizeBytes()).isNull();
    assertThat(copy.problem()).isNull();
  }

  private SnapshotProvider provider(String environment) {
    ProviderConfig config =
        Configured.provider(
            "compute-on",
            environment,
            Map.of("kind", "cloudmc", "url", cloud.url() + "/api/v2", "key", "your_api_key"));
    return new CloudMcKind(clients)
        .open("compute-on", config, environment, config.environments().get(environment));
  }

  private static String path(String environment, String rest) {
    return "/api/v2/services/compute-on/" + environment + "/snapshots" + rest;
  }

  private static ObjectNode object(String json) throws JsonProcessingException {
    return (ObjectNode) ContractJson.MAPPER.readTree(json);
  }

  private static <T> T call(Uni<T> call) {
    return call.await().indefinitely();
  }
}
