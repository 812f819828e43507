package io.stillframe.worker.provider.scaleway;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import io.stillframe.simulator.fault.Fault;
import io.stillframe.simulator.fault.FaultKind;
import io.stillframe.simulator.ledger.ObjectEntry;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.NewVolume;
import io.stillframe.worker.provider.ProviderException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** What the driver makes of calls that go wrong. */
abstract class ScalewayFaultsContract extends ScalewaySetting {
  @ParameterizedTest
  @EnumSource(names = {"LOST_ANSWER", "MALFORMED", "RESET", "HALF_OPEN", "ERROR"})
  void aCreateWithoutAUsableAnswerIsUncertainAndFoundByItsMarker(FaultKind kind) {
    // Given
    cloud.faults(Fault.of(kind).on("POST", "**/snapshots").times(1));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.UNCERTAIN);
    int made = kind == FaultKind.LOST_ANSWER || kind == FaultKind.MALFORMED ? 1 : 0;
    assertThat(cloud.ledger().objects()).hasSize(made);
    assertThat(call(provider().findByMarker(snapshotId)).stream()).hasSize(made);
    call(provider().createSnapshot(copyOf(VOLUME)));
    assertThat(cloud.ledger().objects()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_ANSWER", "MALFORMED", "RESET", "HALF_OPEN", "ERROR"})
  void aRestoreWithoutAUsableAnswerIsUncertainAndFoundByItsMarker(FaultKind kind) {
    // Given
    NewVolume wanted = restoreOf(copyThatIsThere());
    cloud.faults(Fault.of(kind).on("POST", "**/volumes").times(1));

    // When
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> call(provider().restore(wanted)));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.UNCERTAIN);
    call(provider().restore(wanted));
    assertThat(objects(ObjectEntry.Type.VOLUME)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOST_ANSWER", "MALFORMED", "RESET", "HALF_OPEN", "ERROR"})
  void aLookWithoutAUsableAnswerMayBeRepeated(FaultKind kind) {
    // Given
    cloud.faults(Fault.of(kind).on("GET", "**/snapshots").times(1));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
    assertThat(cloud.ledger().objects()).isEmpty();
  }

  @Test
  void aCopyThatShowsLateIsFoundWhenItShows() {
    // Given
    cloud.faults(
        Fault.of(FaultKind.LATE_VISIBILITY)
            .on("POST", "**/snapshots")
            .after(Duration.ofMillis(500)));

    // When
    call(provider().createSnapshot(copyOf(VOLUME)));

    // Then
    assertThat(call(provider().findByMarker(snapshotId))).isEmpty();
    await().until(() -> call(provider().findByMarker(snapshotId)).isPresent());
  }

  @Test
  void waitsAsLongAsItIsToldTo() {
    // Given
    cloud.faults(Fault.of(FaultKind.THROTTLE).on("POST", "**/snapshots").withRetryAfter(7L));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.THROTTLED);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(cloud.ledger().objects()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void anAnswerThatSaysNothingButSlowDownIsUnderstood(boolean body) {
    // Given
    cloud.faults(Fault.of(FaultKind.THROTTLE).withBody(body));

    // When
    ProviderException failure = refusal(provider(), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.THROTTLED);
    assertThat(failure.retryAfter()).isNull();
    assertThat(failure.problem().providerCode()).isEqualTo(body ? "too_many_requests" : null);
  }

  @Test
  void aListOfWhichOnePageFailsIsNone() {
    // Given
    haveSnapshots(101);
    cloud.faults(
        Fault.of(FaultKind.DELAY).on("GET", "**/snapshots").times(1),
        Fault.of(FaultKind.ERROR).on("GET", "**/snapshots"));

    // When
    ProviderException failure =
        catchThrowableOfType(ProviderException.class, () -> call(provider().listSnapshots()));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
  }

  @Test
  void aCloudThatCannotBeReachedHasDoneNothing() {
    // When
    ProviderException failure =
        refusal(provider(Map.of("url", "http://127.0.0.1:1")), copyOf(VOLUME));

    // Then
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
  }
}
