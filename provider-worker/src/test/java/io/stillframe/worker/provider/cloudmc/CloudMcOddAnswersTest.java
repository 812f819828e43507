package io.stillframe.worker.provider.cloudmc;

import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.stillframe.local.StillframeTestResource;
import io.stillframe.worker.provider.Configured;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderSnapshot;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;
import io.stillframe.worker.provider.RecordedCloud;
import io.stillframe.worker.provider.RestClients;
import io.stillframe.worker.provider.SnapshotProvider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Answers that no document shows and that come all the same. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class CloudMcOddAnswersTest {
  private static final String PLACE = "/api/v2/services/cox/test_area";
  private static final String SNAPSHOTS = PLACE + "/snapshots";
  private static final String VOLUME = PLACE + "/volumes/v-1";
  private static final String KEY = "a-key-of-ours";
  private static final String REFUSAL =
      "{\"errors\":[{\"message\":\"%s\",\"code\":2000,\"errorCode\":\"INVALID\"}]}";

  @Inject RestClients clients;

  private final UUID snapshotId = UUID.randomUUID();
  private RecordedCloud cloud;

  @BeforeEach
  void start() {
    cloud = new RecordedCloud().on("GET", SNAPSHOTS, 200, "{\"data\":[]}");
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void aVolumeThatWasBusyOnlyWhenItWasAskedForIsAskedForAgain() {
    // Given
    cloud
        .on("GET", VOLUME, 200, "{\"data\":{\"id\":\"v-1\",\"state\":\"Ready\"}}")
        .once("POST", SNAPSHOTS, 400, REFUSAL.formatted("The volume is not ready"))
        .on("POST", SNAPSHOTS, 200, "{\"taskId\":\"t-1\",\"taskStatus\":\"PENDING\"}");

    // When
    ProviderSnapshot begun = call(provider().createSnapshot(copy()));

    // Then
    assertThat(begun.ticket()).isEqualTo("t-1");
    assertThat(cloud.requests("POST")).hasSize(2);
  }

  @Test
  void aRefusalIsToldInTheCloudsWordsWithoutOurKey() {
    // Given
    cloud
        .on("GET", VOLUME, 200, "{\"data\":{\"id\":\"v-1\",\"state\":\"Ready\"}}")
        .on("POST", SNAPSHOTS, 400, REFUSAL.formatted(KEY + " is over its quota"));

    // When
    ProviderException refused = failure(provider().createSnapshot(copy()));

    // Then
    assertThat(refused.errorClass()).isEqualTo(ErrorClass.REJECTED);
    assertThat(refused.problem().detail()).isEqualTo("the cloud refused: … is over its quota");
    assertThat(refused.problem().providerCode()).isEqualTo("INVALID");
  }

  @Test
  void aGatewaysNotFoundIsNoAbsence() {
    // Given
    cloud.on("GET", SNAPSHOTS + "/s-1", 404, "<html>no such route</html>");

    // When
    ProviderException unreadable =
        failure(provider().getSnapshot(new CopyRef(snapshotId, "s-1", null)));

    // Then
    assertThat(unreadable.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
  }

  @Test
  void anAbsenceIsOneWhenTheCloudSaysSo() {
    // Given
    cloud.on("GET", SNAPSHOTS + "/s-1", 404, REFUSAL.formatted("no such snapshot"));

    // When, Then
    assertThat(call(provider().getSnapshot(new CopyRef(snapshotId, "s-1", null)))).isEmpty();
  }

  @Test
  void whatHasNoNameStopsNoList() {
    // Given
    cloud
        .on("GET", SNAPSHOTS, 200, "{\"data\":[{\"id\":\"s-1\"},{\"id\":\"s-2\",\"name\":null}]}")
        .on("GET", PLACE + "/volumes", 200, "{\"data\":[{\"id\":\"v-1\",\"sizeInGb\":1}]}");

    // When, Then
    assertThat(call(provider().listSnapshots()))
        .allSatisfy(each -> assertThat(each.status()).isEqualTo(CopyStatus.CREATING))
        .hasSize(2);
    assertThat(call(provider().listVolumes()))
        .singleElement()
        .satisfies(volume -> assertThat(volume.name()).isEqualTo("v-1"));
  }

  @Test
  void whatHasNoIdIsNoAnswer() {
    // Given
    cloud.on("GET", SNAPSHOTS, 200, "{\"data\":[{\"name\":\"nobody\"}]}");

    // When, Then
    assertThat(failure(provider().listSnapshots()).errorClass()).isEqualTo(ErrorClass.RETRYABLE);
  }

  private SnapshotProvider provider() {
    ProviderConfig config =
        Configured.provider(
            "cox",
            "test_area",
            Map.of("kind", "cloudmc", "url", cloud.url() + "/api/v2", "key", KEY));
    return new CloudMcKind(clients)
        .open("cox", config, "test_area", config.environments().get("test_area"));
  }

  private NewCopy copy() {
    return new NewCopy(snapshotId, "acme", "v-1", "name", null, Map.of(), false);
  }

  private static ProviderException failure(Uni<?> call) {
    return catchThrowableOfType(ProviderException.class, () -> call(call));
  }

  private static <T> T call(Uni<T> call) {
    return call.await().indefinitely();
  }
}
