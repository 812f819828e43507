package io.stillframe.worker.provider.scaleway;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import io.stillframe.local.StillframeTestResource;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.worker.provider.CopyRef;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.NewVolume;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class InstanceV1DriverTest extends ScalewayDriverContract {
  @Override
  protected String api() {
    return "instance-v1";
  }

  @Override
  protected Generation generation() {
    return new InstanceV1(client("/instance/v1/zones/par1"));
  }

  @Test
  void theMarkerIsATagAndTheNameAsItWasGiven() {
    // When
    call(provider().createSnapshot(copyOf(VOLUME)));

    // Then
    assertThat(objects(ObjectEntry.Type.SNAPSHOT))
        .singleElement()
        .satisfies(
            made -> {
              assertThat(made.name()).isEqualTo("name");
              assertThat(made.tags()).containsExactly("stillframe:" + Marker.of(snapshotId));
            });
  }

  @Test
  void aNewVolumeHasTheMarkerOfItsOperation() {
    // Given
    NewVolume wanted = restoreOf(copyThatIsThere());

    // When
    call(provider().restore(wanted));

    // Then
    assertThat(objects(ObjectEntry.Type.VOLUME))
        .singleElement()
        .satisfies(
            made -> {
              assertThat(made.name()).isEqualTo("restored");
              assertThat(made.tags())
                  .containsExactly("stillframe:" + Marker.of(wanted.operationId()));
            });
  }

  @Test
  void aRenamedCopyKeepsItsMarker() {
    // Given
    CopyRef copy = copyThatIsThere();

    // When
    call(provider().updateSnapshot(copy, members("renamed", OWNER)));

    // Then
    assertThat(call(generation().client().snapshot(copy.providerSnapshotId())))
        .hasValueSatisfying(seen -> assertThat(seen.name()).isEqualTo("renamed"));
    assertThat(call(provider().findByMarker(snapshotId))).isPresent();
  }
}
