package io.stillframe.worker.provider.local;

import java.nio.file.Path;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who works somewhere is alone there, whichever process others are in. */
class WorkplaceTest {
  private final UUID marker = UUID.randomUUID();
  @TempDir Path root;

  @Test
  void stillBelongsToWhoWorksThereAfterOthersOfItsProcessHaveLooked() throws Exception {
    // Given
    Workplace workplace = new Workplace(new OwnFolders(root), root, marker);
    try (Workplace.Shift shift = workplace.enter().orElseThrow()) {
      // When
      assertThat(workplace.status()).isInstanceOf(Workplace.Status.Working.class);
      assertThat(workplace.enter()).isEmpty();
      assertThat(workplace.clear()).isFalse();

      // Then
      assertThat(Onlooker.look(root, marker)).isEqualTo("Working");
      assertThat(shift.folder()).exists();
    }
    assertThat(Onlooker.look(root, marker)).isEqualTo("Abandoned");
    assertThat(workplace.status()).isInstanceOf(Workplace.Status.Abandoned.class);
  }

  @Test
  void isClearedAlsoIfWhoWasToldToStopLeftBeforeAnybodyLookedAgain() throws Exception {
    // Given
    Workplace workplace = new Workplace(new OwnFolders(root), root, marker);
    try (Workplace.Shift shift = workplace.enter().orElseThrow()) {
      assertThat(workplace.clear()).isFalse();
      assertThatThrownBy(() -> shift.report(1, 2)).isInstanceOf(StoppedException.class);
      shift.fail(null);
    }
    // When
    Workplace.Status status = workplace.status();
    // Then
    assertThat(status).isInstanceOf(Workplace.Status.Abandoned.class);
    assertThat(workplace.folder()).doesNotExist();
    assertThat(workplace.clear()).isTrue();
  }
}
