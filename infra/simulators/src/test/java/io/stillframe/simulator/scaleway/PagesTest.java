package io.stillframe.simulator.scaleway;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;

import static org.assertj.core.api.Assertions.assertThat;

class PagesTest extends SimulatorTest {
  private static final int COUNT = 51;

  @BeforeEach
  void makeOneMoreThanAPageHolds() throws Exception {
    setScaleway("{\"snapshotDuration\": \"PT0S\"}");
    for (int i = 0; i < COUNT; i++) {
      createTagged("n" + i, i % 2 == 0 ? "even" : "odd");
    }
  }

  @Test
  void pageHoldsFiftyUnlessAsked() throws Exception {
    // When
    Reply first = scaleway.get("/snapshots");
    // Then
    assertThat(first.at("/snapshots")).hasSize(50);
    assertThat(first.header("X-Total-Count")).isEqualTo("51");
    assertThat(first.header("Link"))
        .isEqualTo(
            "</snapshots?page=2&per_page=50&>; rel=\"next\","
                + "</snapshots?page=2&per_page=50&>; rel=\"last\"");
  }

  @Test
  void linksLeadThroughThePagesAsTheyStand() throws Exception {
    // When
    Reply middle = scaleway.get("/snapshots?page=2&per_page=20&");
    // Then
    assertThat(middle.at("/snapshots/0/name").asText()).isEqualTo("n20");
    assertThat(middle.header("Link"))
        .isEqualTo(
            "</snapshots?page=1&per_page=20&>; rel=\"first\","
                + "</snapshots?page=1&per_page=20&>; rel=\"previous\","
                + "</snapshots?page=3&per_page=20&>; rel=\"next\","
                + "</snapshots?page=3&per_page=20&>; rel=\"last\"");
  }

  @Test
  void pageAfterTheLastIsEmpty() throws Exception {
    // When
    Reply beyond = scaleway.get("/snapshots?page=2147483647&per_page=100");
    // Then
    assertThat(beyond.status()).isEqualTo(200);
    assertThat(beyond.at("/snapshots")).isEmpty();
  }

  @Test
  void filterStaysInTheLinks() throws Exception {
    // When
    Reply odd = scaleway.get(ZONE + "/snapshots?per_page=10&tags=odd");
    // Then
    assertThat(odd.header("X-Total-Count")).isEqualTo("25");
    assertThat(odd.header("Link"))
        .contains("</snapshots?page=2&per_page=10&tags=odd&>; rel=\"next\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"per_page=101", "per_page=0", "page=0", "page=x", "page=99999999999"})
  void pageThatCannotBeIsRefused(String query) throws Exception {
    // When
    Reply legacy = scaleway.get("/snapshots?" + query);
    Reply instance = scaleway.get(ZONE + "/snapshots?" + query);
    // Then
    assertThat(legacy.status()).isEqualTo(400);
    assertThat(legacy.at("/fields")).hasSize(1);
    assertThat(instance.status()).isEqualTo(400);
    assertThat(instance.at("/details")).hasSize(1);
  }
}
