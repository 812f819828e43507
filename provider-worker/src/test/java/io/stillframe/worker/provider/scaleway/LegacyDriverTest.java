package io.stillframe.worker.provider.scaleway;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.ProblemType;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.simulator.scaleway.ScalewayVolume;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewCopy;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderVolume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class LegacyDriverTest extends ScalewayDriverContract {
  @Override
  protected String api() {
    return "legacy";
  }

  @Override
  protected Generation generation() {
    return new Legacy(client(""));
  }

  @Test
  void theMarkerIsTheEndOfTheName() {
    // When
    call(provider().createSnapshot(copyOf(VOLUME)));

    // Then
    assertThat(objects(ObjectEntry.Type.SNAPSHOT))
        .extracting(ObjectEntry::name)
        .containsExactly("name-" + Marker.of(snapshotId));
  }

  @Test
  void aNewVolumeIsMarkedInTheCloudAndShownWithoutThat() {
    // Given
    NewVolume wanted = restoreOf(copyThatIsThere());

    // When
    call(provider().restore(wanted));

    // Then
    assertThat(objects(ObjectEntry.Type.VOLUME))
        .extracting(ObjectEntry::name)
        .containsExactly("restored-" + Marker.of(wanted.operationId()));
    assertThat(awaitVolume(wanted.operationId()).name()).isEqualTo("restored");
    assertThat(call(provider().listVolumes()))
        .extracting(ProviderVolume::name)
        .contains("restored");
  }

  @Test
  void aRenamedCopyKeepsItsMarker() {
    // Given
    CopyRef copy = copyThatIsThere();

    // When
    call(provider().updateSnapshot(copy, members("renamed", OWNER)));

    // Then
    assertThat(call(generation().client().snapshot(copy.providerSnapshotId())))
        .hasValueSatisfying(
            seen -> assertThat(seen.name()).isEqualTo("renamed-" + Marker.of(snapshotId)));
  }

  @Test
  void keepsWhatMarksACopyWhenItsNameIsLong() {
    // When
    call(
        provider()
            .createSnapshot(
                new NewCopy(snapshotId, OWNER, VOLUME, "n".repeat(255), null, Map.of(), false)));

    // Then
    assertThat(objects(ObjectEntry.Type.SNAPSHOT))
        .singleElement()
        .satisfies(made -> assertThat(made.name()).hasSize(255).endsWith(Marker.of(snapshotId)));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201})
  void aCreateMayAnswerAsDocumentedOrAsTheServiceDoes(int status) {
    // Given
    cloud.change(now -> now.withCreatedStatus(status));

    // When
    call(provider().createSnapshot(copyOf(VOLUME)));

    // Then
    assertThat(objects(ObjectEntry.Type.SNAPSHOT)).hasSize(1);
  }

  @Test
  void aVolumeOfARunningServerIsRefusedInTheCloudsWords() {
    // Given
    cloud.add(new ScalewayVolume(VOLUME, "busy", OWNER, 1_000_000, null, null, "web", true));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.REJECTED);
    assertThat(failure.problem().is(ProblemType.PROVIDER_REFUSED)).isTrue();
    assertThat(failure.problem().detail()).contains("server must be stopped to snapshot");
    assertThat(failure.problem().providerCode()).isEqualTo("invalid_request_error");
  }

  @Test
  void anUnknownGenerationIsNamedWithItsKey() {
    assertThatThrownBy(() -> provider(Map.of("settings.api", "block-v1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stillframe.providers.scw.settings.api")
        .hasMessageContaining("block-v1");
  }
}
