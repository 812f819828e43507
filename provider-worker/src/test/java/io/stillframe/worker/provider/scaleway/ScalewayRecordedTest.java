package io.stillframe.worker.provider.scaleway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Writable;
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

/** The driver against the bodies of Scaleway's document on snapshots, and answers beside them. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class ScalewayRecordedTest {
  private static final String OWNER = "000a115d-2852-4b0a-9ce8-47f1134ba95a";
  private static final String ID = "6f418e5f-b42d-4423-a0b5-349c74c454a4";
  private static final String ONE = "/snapshots/" + ID;
  private static final String TOKEN = "5f1b7f7a-0000-4000-8000-7b2d2c1f6e11";

  @Inject RestClients clients;

  private final UUID snapshotId = UUID.randomUUID();
  private final CopyRef copy = new CopyRef(snapshotId, ID, null);
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
    cloud.on("GET", "/snapshots", 200, Recorded.body("scaleway/list.json"));

    // When
    List<ProviderSnapshot> all = call(provider().listSnapshots());

    // Then
    assertThat(all)
        .extracting(ProviderSnapshot::id)
        .containsExactly(ID, "c6ff5501-eb35-44b8-aa01-8777211a830b");
    isTheExample(all.getFirst());
    assertThat(Recorded.headersOf(cloud.requests("GET").getFirst()))
        .containsExactly("x-auth-token");
  }

  @Test
  void readsOne() {
    // Given
    cloud.on("GET", ONE, 200, Recorded.body("scaleway/one.json"));

    // When
    ProviderSnapshot one = call(provider().getSnapshot(copy)).orElseThrow();

    // Then
    isTheExample(one);
    assertThat(cloud.requests("GET").getFirst().headers().getFirst("X-Auth-Token"))
        .isEqualTo(TOKEN);
  }

  @Test
  void asksForACopyAsDocumented() throws JsonProcessingException {
    // Given
    cloud
        .on("GET", "/snapshots", 200, Recorded.body("scaleway/list.json"))
        .on("POST", "/snapshots", 200, Recorded.body("scaleway/create.json"));
    ObjectNode example = object(Recorded.body("scaleway/create-request.json"));

    // When
    ProviderSnapshot begun = call(provider().createSnapshot(wanted()));

    // Then
    assertThat(begun.id()).isEqualTo("f0361e7b-cbe4-4882-a999-945192b7171b");
    assertThat(begun.status()).isEqualTo(CopyStatus.CREATING);
    RecordedCloud.Request asked = cloud.requests("POST").getFirst();
    assertThat(asked.path()).isEqualTo("/snapshots");
    assertThat(Recorded.headersOf(asked)).containsExactlyInAnyOrder("x-auth-token", "content-type");
    assertThat(asked.headers().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(object(asked.body()))
        .isEqualTo(example.put("name", "snapshot-0-1-" + Marker.of(snapshotId)));
  }

  @Test
  void givesACopyAwayAsDocumented() throws JsonProcessingException {
    // Given
    cloud
        .on("GET", ONE, 200, Recorded.body("scaleway/one.json"))
        .on("PUT", ONE, 200, Recorded.body("scaleway/update.json"));
    ObjectNode example = object(Recorded.body("scaleway/update-request.json"));

    // When
    call(
        provider()
            .updateSnapshot(
                copy,
                new Writable(
                    "snapshot-0-1", "not sent", Map.of(), example.get("organization").asText())));

    // Then
    RecordedCloud.Request asked = cloud.requests("PUT").getFirst();
    assertThat(Recorded.headersOf(asked)).containsExactlyInAnyOrder("x-auth-token", "content-type");
    assertThat(object(asked.body())).isEqualTo(example);
  }

  @Test
  void removesACopyAsDocumented() {
    // Given
    cloud.on("DELETE", ONE, 204, "");

    // When
    call(provider().deleteSnapshot(copy));

    // Then
    RecordedCloud.Request asked = cloud.requests("DELETE").getFirst();
    assertThat(asked.body()).isEmpty();
    assertThat(Recorded.headersOf(asked)).containsExactly("x-auth-token");
  }

  @Test
  void aCopyThatIsFinishedJustAfterItWasRefusedIsRemovedAtOnce() {
    // Given
    cloud
        .on(
            "GET",
            ONE,
            200,
            Recorded.body("scaleway/one.json").replace("snapshotting", "available"))
        .once(
            "DELETE",
            ONE,
            400,
            "{\"type\":\"invalid_request_error\",\"message\":\"the snapshot is snapshotting\"}")
        .on("DELETE", ONE, 204, "");

    // When
    call(provider().deleteSnapshot(copy));

    // Then
    assertThat(cloud.requests("DELETE")).hasSize(2);
  }

  @Test
  void aCopyThatTheCloudKeepsForAReasonIsBroken() {
    // Given
    cloud
        .on(
            "GET",
            ONE,
            200,
            Recorded.body("scaleway/one.json").replace("snapshotting", "available"))
        .on(
            "DELETE",
            ONE,
            400,
            "{\"type\":\"invalid_request_error\",\"message\":\"one or more images are attached\"}",
            Map.of("X-Request-Id", "request-7"));

    // When
    ProviderException failure = failure(provider().deleteSnapshot(copy));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.BROKEN);
    assertThat(failure.problem().providerCode()).isEqualTo("invalid_request_error");
    assertThat(failure.problem().providerRequestId()).isEqualTo("request-7");
    assertThat(failure.problem().detail()).contains("images are attached");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"invalid_request_error","message":"Validation Error","fields":{"name":["too long"]}} | invalid_request_error | Validation Error (name: too long)
          {"type":"invalid_arguments","message":"invalid argument(s)","details":[{"argument_name":"name","reason":"constraint","help_message":"too long"}]} | invalid_arguments | invalid argument(s) (name: too long)
          {"type":"precondition_failed","message":"no","precondition":"resource_not_usable","help_message":"too long"} | precondition_failed | no (too long)
          """)
  void readsBothFamiliesOfErrors(String body, String code, String message) {
    // Given
    String volume = "701a8946-ff9d-4579-95e3-1c2c2d0f892d";
    cloud
        .on("GET", "/snapshots", 200, Recorded.body("scaleway/list.json"))
        .on("GET", "/volumes/" + volume, 200, volumeBody(volume))
        .on("POST", "/snapshots", 400, body, Map.of("X-Request-Id", "request-8"));

    // When
    ProviderException failure = failure(provider().createSnapshot(wanted()));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.REJECTED);
    assertThat(failure.problem().providerCode()).isEqualTo(code);
    assertThat(failure.problem().providerRequestId()).isEqualTo("request-8");
    assertThat(failure.problem().detail()).endsWith(message);
  }

  @Test
  void aKeyThatTheCloudRepeatsIsNotToldOn() {
    // Given
    cloud.on(
        "GET",
        ONE,
        401,
        "{\"type\":\"invalid_auth\",\"message\":\"The token " + TOKEN + " is not valid\"}");

    // When
    ProviderException failure = failure(provider().getSnapshot(copy));

    // Then
    assertThat(failure.problem().detail()).contains("is not valid").doesNotContain(TOKEN);
  }

  @Test
  void aGatewayThatKnowsNoSuchPathDoesNotSayThatACopyIsGone() {
    // Given
    cloud.on("GET", ONE, 404, "<html>404</html>");

    // When
    ProviderException failure = failure(provider().getSnapshot(copy));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
  }

  @Test
  void aListThatLacksWhatItCountsIsNone() {
    // Given
    cloud.on(
        "GET",
        "/snapshots",
        200,
        Recorded.body("scaleway/list.json"),
        Map.of("X-Total-Count", "3"));

    // When
    ProviderException failure = failure(provider().listSnapshots());

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
  }

  private static void isTheExample(ProviderSnapshot copy) {
    assertThat(copy.id()).isEqualTo(ID);
    assertThat(copy.volumeId()).isEqualTo("09a4184c-733b-43c8-99c3-f1dde30536fe");
    assertThat(copy.status()).isEqualTo(CopyStatus.CREATING);
    assertThat(copy.sizeBytes()).isEqualTo(10_000_000_000L);
    assertThat(copy.cutAt()).isEqualTo(Instant.parse("2014-05-22T12:11:06.055998Z"));
    assertThat(copy.marker()).isEmpty();
  }

  private NewCopy wanted() {
    return new NewCopy(
        snapshotId,
        OWNER,
        "701a8946-ff9d-4579-95e3-1c2c2d0f892d",
        "snapshot-0-1",
        "not sent",
        Map.of("not", "sent"),
        false);
  }

  private static String volumeBody(String id) {
    return "{\"volume\":{\"id\":\"" + id + "\",\"name\":\"v\",\"size\":10000000000}}";
  }

  private SnapshotProvider provider() {
    ProviderConfig config =
        Configured.provider(
            "par1",
            "par1",
            Map.of("kind", "scaleway", "url", cloud.url().toString(), "key", TOKEN));
    return new ScalewayKind(clients)
        .open("par1", config, "par1", config.environments().get("par1"));
  }

  private static ObjectNode object(String json) throws JsonProcessingException {
    return (ObjectNode) ContractJson.MAPPER.readTree(json);
  }

  private static ProviderException failure(Uni<?> call) {
    return catchThrowableOfType(ProviderException.class, () -> call(call));
  }

  private static <T> T call(Uni<T> call) {
    return call.await().indefinitely();
  }
}
