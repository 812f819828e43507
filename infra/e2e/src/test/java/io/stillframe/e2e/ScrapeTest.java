package io.stillframe.e2e;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScrapeTest {
  private static final Scrape SCRAPE =
      new Scrape(
          """
          # TYPE age gauge
          age 3.5
          age_of_another 7.0
          depth{topic="a b"} 1.0
          depth{topic="c"} 2.0
          """);

  @Test
  void readsTheLargestValueOfASeries() {
    assertThat(SCRAPE.value("age")).hasValue(3.5);
    assertThat(SCRAPE.value("depth")).hasValue(2.0);
    assertThat(SCRAPE.value("dept")).isEmpty();
  }
}
