package io.stillframe.api;

import java.io.IOException;
import java.util.Optional;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IncomingBodyTest {
  private static final Buffer HUNDRED = Buffer.buffer(new byte[100]);

  private final BodyRoom room = new BodyRoom(1000);

  @Test
  void takesNoRoomOnceItIsRead() throws IOException {
    // Given
    IncomingBody body = of("acme");
    assertThat(body.add(HUNDRED)).isTrue();
    assertThat(body.add(HUNDRED)).isTrue();
    assertThat(of("acme").add(HUNDRED)).isFalse();
    // When
    assertThat(body.readAllBytes()).hasSize(200);
    // Then
    assertThat(of("acme").add(HUNDRED)).isTrue();
  }

  @Test
  void takesNoRoomOnceItIsDropped() {
    // Given
    IncomingBody body = of("acme");
    body.add(HUNDRED);
    body.add(HUNDRED);
    // When
    body.drop();
    body.drop();
    // Then
    assertThat(of("acme").add(HUNDRED)).isTrue();
    assertThat(of("acme").add(HUNDRED)).isTrue();
    assertThat(of("acme").add(HUNDRED)).isFalse();
  }

  @Test
  void oneOrganizationLeavesRoomToOthers() {
    // Given
    while (of("acme").add(HUNDRED)) {}
    // Then
    assertThat(of("umbrella").add(HUNDRED)).isTrue();
  }

  @Test
  void allOfThemTakeNoMoreThanThereIs() {
    // Given
    for (int i = 0; i < 10; i++) {
      assertThat(of("organization " + i).add(HUNDRED)).isTrue();
    }
    // Then
    assertThat(of("one more").add(HUNDRED)).isFalse();
  }

  @Test
  void noMoreOfOneComeAtOnceThanOthersCanSpare() {
    // Given
    IncomingBody first = of("acme");
    for (int i = 1; i < BodyRoom.MOST_COMING; i++) {
      assertThat(of("acme").isAdmitted()).isTrue();
    }
    // When
    IncomingBody oneMore = of("acme");
    // Then
    assertThat(oneMore.isAdmitted()).isFalse();
    assertThat(of("umbrella").isAdmitted()).isTrue();
    // When
    oneMore.decide();
    first.decide();
    first.decide();
    // Then
    assertThat(of("acme").isAdmitted()).isTrue();
    assertThat(of("acme").isAdmitted()).isFalse();
  }

  @Test
  void aStrangersIsCountedAndNotKept() throws IOException {
    // Given
    IncomingBody body = new IncomingBody(room, Optional.empty());
    // When
    for (int i = 0; i < 100; i++) {
      assertThat(body.add(HUNDRED)).isTrue();
    }
    // Then
    assertThat(body.length()).isEqualTo(10_000);
    assertThat(body.readAllBytes()).isEmpty();
    assertThat(of("acme").add(HUNDRED)).isTrue();
  }

  private IncomingBody of(String organization) {
    return new IncomingBody(room, Optional.of(organization));
  }
}
