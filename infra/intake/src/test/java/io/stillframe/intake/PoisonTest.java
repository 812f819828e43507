package io.stillframe.intake;

import java.io.IOException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonParseException;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class PoisonTest {
  static Stream<Throwable> whatPasses() {
    return Stream.of(
        new ConnectException("refused"),
        new IOException("closed"),
        new IllegalStateException("Pool closed"),
        new RuntimeException(new ConnectException("refused")),
        database("40P01"), // deadlock
        database("40001"), // serialization failure
        database("57P01"), // shutdown
        database("08006"), // connection failure
        database("53300"), // too many connections
        new CompletionException(database("57P03")), // starting up
        new RuntimeException(new SQLException("m", "40P01")));
  }

  static Stream<Throwable> whatNeverWill() {
    return Stream.of(
        new InapplicableException("never created"),
        new NullPointerException(),
        new IllegalArgumentException(),
        new JsonParseException(null, "no JSON"),
        database("22P02"), // not a UUID
        database("23502"), // not null
        database("54000"), // longer than an index takes
        new CompletionException(database("23514")), // check
        new RuntimeException(new SQLException("m", "22007"))); // as Hibernate tells it
  }

  @ParameterizedTest
  @MethodSource("whatPasses")
  void aGoodRecordIsNotBlamedForTroubleThatPasses(Throwable failure) {
    assertThat(Poison.isPoison(failure)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("whatNeverWill")
  void aRecordThatCanNeverBeAppliedIsFound(Throwable failure) {
    assertThat(Poison.isPoison(failure)).isTrue();
  }

  private static PgException database(String sqlState) {
    return new PgException("message", "ERROR", sqlState, "detail");
  }
}
