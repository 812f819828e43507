package io.stillframe.worker.provider;

import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MarkerTest {
  @Test
  void tellsHowTheIdEndsThatItWasMadeOf() {
    for (int i = 0; i < 1000; i++) {
      UUID id = i % 2 == 0 ? UUID.randomUUID() : UuidCreator.getTimeOrderedEpoch();
      assertThat(Marker.tailOf(Marker.of(id)))
          .hasValueSatisfying(tail -> assertThat(id.toString()).endsWith(tail));
    }
  }

  @Test
  void whatIsNoMarkerTellsNothing() {
    assertThat(Marker.tailOf("no marker 018")).isEmpty();
  }
}
