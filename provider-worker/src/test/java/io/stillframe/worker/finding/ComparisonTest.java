package io.stillframe.worker.finding;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.contract.SnapshotState;
import io.stillframe.worker.provider.CopyStatus;
import io.stillframe.worker.provider.Marker;
import io.stillframe.worker.provider.ProviderSnapshot;

import static io.stillframe.worker.Some.NOW;
import static org.assertj.core.api.Assertions.assertThat;

class ComparisonTest {
  private final UUID id = UuidCreator.getTimeOrderedEpoch();
  private final Ours available = ours(SnapshotState.AVAILABLE, "copy", false);
  private final ProviderSnapshot copy = copy("copy", Marker.of(id), CopyStatus.AVAILABLE);

  @Test
  void whatIsOnBothSidesIsInOrder() {
    assertThat(compare(List.of(copy), available)).isEmpty();
  }

  @Test
  void aCopyOfNobodysIsAnOrphanUnlessItIsGoingOrSoNewThatItsTaskMayNotBeKnown() {
    // Given
    ProviderSnapshot foreign = copy("x", null, CopyStatus.AVAILABLE);
    ProviderSnapshot going = copy("y", null, CopyStatus.DELETING);
    ProviderSnapshot fresh = cut(copy("z", null, CopyStatus.AVAILABLE), NOW.plusMillis(1));
    ProviderSnapshot old = cut(copy("a", null, CopyStatus.AVAILABLE), NOW.minusMillis(1));

    // When, Then
    assertThat(compare(List.of(foreign, going, fresh, old)))
        .containsExactly(new Suspicion.Orphan(foreign), new Suspicion.Orphan(old));
  }

  @ParameterizedTest
  @EnumSource(names = {"AVAILABLE", "DELETE_FAILED"})
  void aSnapshotThatShouldHaveACopyIsMissingWithoutOne(SnapshotState state) {
    // Given
    Ours ours = ours(state, "copy", false);

    // When, Then
    assertThat(compare(List.of(), ours)).containsExactly(new Suspicion.Missing(ours));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"AVAILABLE", "DELETE_FAILED"},
      mode = EnumSource.Mode.EXCLUDE)
  void aSnapshotThatNeedHaveNoCopyIsNotMissing(SnapshotState state) {
    assertThat(compare(List.of(), ours(state, "copy", false))).isEmpty();
  }

  @Test
  void nothingIsSaidOfWhatIsMoving() {
    // Given
    Ours moving = ours(SnapshotState.AVAILABLE, "copy", true);
    ProviderSnapshot second = copy("second", Marker.of(id), CopyStatus.FAILED);

    // When, Then
    assertThat(compare(List.of(), moving)).isEmpty();
    assertThat(compare(List.of(second), moving)).isEmpty();
  }

  @Test
  void aCopyIsKnownByItsIdAlsoWithAnotherMarkerOrNone() {
    assertThat(compare(List.of(copy("copy", null, CopyStatus.AVAILABLE)), available)).isEmpty();
    assertThat(
            compare(
                List.of(
                    copy(
                        "copy",
                        Marker.of(UuidCreator.getTimeOrderedEpoch()),
                        CopyStatus.AVAILABLE)),
                available))
        .isEmpty();
  }

  @Test
  void aSecondCopyWithTheMarkerIsOneTooMany() {
    // Given
    ProviderSnapshot second = copy("second", Marker.of(id), CopyStatus.AVAILABLE);

    // When, Then
    assertThat(compare(List.of(second, copy), available))
        .containsExactly(new Suspicion.Second(second, available));
  }

  @Test
  void theOnlyCopyWithTheMarkerIsNeverOneTooMany() {
    // Given
    ProviderSnapshot other = copy("other", Marker.of(id), CopyStatus.AVAILABLE);

    // When, Then
    assertThat(compare(List.of(other), available)).isEmpty();
  }

  @Test
  void aMissingOneIsBackWhenItsCopyIsWhole() {
    // Given
    Ours missing = ours(SnapshotState.MISSING, "copy", false);

    // When, Then
    assertThat(compare(List.of(copy), missing)).containsExactly(new Suspicion.Back(missing));
    assertThat(compare(List.of(copy("copy", null, CopyStatus.FAILED)), missing)).isEmpty();
  }

  @Test
  void sizeNameAndStateMayDrift() {
    assertThat(difference(named("other", 10), true))
        .hasValueSatisfying(text -> assertThat(text).contains("\"other\""));
    assertThat(difference(named("name", 11), true))
        .hasValueSatisfying(text -> assertThat(text).contains("11"));
    assertThat(difference(copy("copy", null, CopyStatus.FAILED), true)).isPresent();
    assertThat(difference(named("name", 10), true)).isEmpty();
    assertThat(difference(named("other", 10), false)).isEmpty();
  }

  @Test
  void aNameThatWasCutForItsMarkerIsTheSame() {
    // Given
    String whole = "n".repeat(250);
    Ours ours = new Ours(id, SnapshotState.AVAILABLE, 3, whole, 10L, "copy", false);

    // When, Then
    assertThat(Difference.between(ours, named("n".repeat(241), 10), true)).isEmpty();
    assertThat(Difference.between(ours, named("n", 10), true)).isPresent();
  }

  private Optional<String> difference(ProviderSnapshot theirs, boolean keepsNames) {
    return Difference.between(available, theirs, keepsNames);
  }

  private static List<Suspicion> compare(List<ProviderSnapshot> listed, Ours... ours) {
    return new Comparison(listed, List.of(ours), NOW, true).suspicions();
  }

  private Ours ours(SnapshotState state, String copy, boolean moving) {
    return new Ours(id, state, 3, "name", 10L, copy, moving);
  }

  private static ProviderSnapshot named(String name, long size) {
    return copy("copy", null, name, CopyStatus.AVAILABLE, size, null);
  }

  private static ProviderSnapshot copy(String id, @Nullable String marker, CopyStatus status) {
    return copy(id, marker, "name", status, 10L, null);
  }

  private static ProviderSnapshot cut(ProviderSnapshot copy, Instant at) {
    return copy(copy.id(), null, "name", copy.status(), 10L, at);
  }

  private static ProviderSnapshot copy(
      String id,
      @Nullable String marker,
      String name,
      CopyStatus status,
      long size,
      @Nullable Instant cutAt) {
    return new ProviderSnapshot(
        id,
        null,
        Optional.ofNullable(marker),
        name,
        "volume",
        status,
        size,
        null,
        null,
        cutAt,
        null,
        null);
  }
}
