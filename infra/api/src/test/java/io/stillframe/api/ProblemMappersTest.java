package io.stillframe.api;

import java.io.IOException;
import java.net.SocketException;
import java.sql.SQLException;

import io.smallrye.mutiny.CompositeException;
import io.vertx.core.impl.NoStackTraceThrowable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.ProblemType;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemMappersTest {
  private static final SocketException CUT = new SocketException("Connection reset");

  @Test
  void aRefusalWhoseRollbackFailsIsTheRefusal() {
    // Given
    ProblemException refused =
        new ProblemException(ProblemType.REQUEST_IN_PROGRESS.because("try again in a moment"));
    // When
    ProblemException told = ProblemMappers.several(new CompositeException(refused, CUT));
    // Then
    assertThat(told).isSameAs(refused);
  }

  @Test
  void aDatabaseThatIsLostTwiceIsAnOutage() {
    // When
    ProblemException told = ProblemMappers.several(new CompositeException(CUT, CUT));
    // Then
    assertThat(told.problem().status()).isEqualTo(ProblemType.UNAVAILABLE.status());
    assertThat(told.headers()).containsKey("Retry-After");
  }

  @Test
  void aConnectionThatEndedInTheMidstIsAnOutage() {
    // When
    ProblemException told =
        ProblemMappers.several(
            new CompositeException(
                new NoStackTraceThrowable("Connection is not active now, current status: CLOSED"),
                new IllegalStateException("HR000090: Live transaction detected")));
    // Then
    assertThat(told.problem().status()).isEqualTo(ProblemType.UNAVAILABLE.status());
  }

  /** A primary that has become a standby, and a transaction that lost against another. */
  @ParameterizedTest
  @ValueSource(strings = {"25006", "25P03", "40001", "40P01", "57P01"})
  void whatADatabaseSaysAndPassesIsAnOutage(String sqlState) {
    // When
    ProblemException told =
        ProblemMappers.several(new CompositeException(new SQLException("no", sqlState), CUT));
    // Then
    assertThat(told.problem().status()).isEqualTo(ProblemType.UNAVAILABLE.status());
  }

  /** A socket that is written to says it in an exception of no type of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"Connection reset by peer", "Broken pipe"})
  void aSocketThatTheOtherSideHasClosedIsAnOutage(String message) {
    assertThat(DatabaseOutage.isCauseOf(new RuntimeException(new IOException(message)))).isTrue();
  }

  @Test
  void aFileThatCannotBeReadIsNone() {
    assertThat(DatabaseOutage.isCauseOf(new IOException("No space left on device"))).isFalse();
  }

  @Test
  void anythingElseThatFailsIsAFaultOfOurs() {
    // When
    ProblemException told =
        ProblemMappers.several(new CompositeException(new IllegalStateException(), CUT));
    // Then
    assertThat(told.problem().status()).isEqualTo(500);
  }
}
