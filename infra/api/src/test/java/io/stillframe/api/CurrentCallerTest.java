package io.stillframe.api;

import java.net.ConnectException;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CurrentCallerTest {

  @Test
  void withoutAKeyThereIsNoCaller() {
    assertThatThrownBy(new CurrentCaller()::get)
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().status()).isEqualTo(401);
              assertThat(e.headers()).containsEntry("WWW-Authenticate", "Bearer");
            });
  }

  @Test
  void roleIsRequired() {
    // Given
    CurrentCaller caller = caller(Role.READER);
    // When, Then
    assertThat(caller.require(Role.READER).organization()).isEqualTo("own");
    assertThatThrownBy(() -> caller.require(Role.OPERATOR))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().status()).isEqualTo(403));
  }

  @Test
  void onlyAnAdminNamesAnotherOrganization() {
    assertThat(caller(Role.READER).organization(null)).isEqualTo("own");
    assertThat(caller(Role.READER).organization("own")).isEqualTo("own");
    assertThat(caller(Role.ADMIN).organization("other")).isEqualTo("other");
    assertThatThrownBy(() -> caller(Role.OPERATOR).organization("other"))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().field()).isEqualTo("organization"));
  }

  @Test
  void outageIsToldFromAFault() {
    assertThat(DatabaseOutage.isCauseOf(new RuntimeException(new ConnectException()))).isTrue();
    assertThat(DatabaseOutage.isCauseOf(new SQLException("gone", "57P01"))).isTrue();
    assertThat(DatabaseOutage.isCauseOf(new SQLException("syntax", "42601"))).isFalse();
    assertThat(DatabaseOutage.isCauseOf(new IllegalStateException())).isFalse();
  }

  private static CurrentCaller caller(Role role) {
    CurrentCaller caller = new CurrentCaller();
    caller.is(new Caller("key", "own", role));
    return caller;
  }
}
