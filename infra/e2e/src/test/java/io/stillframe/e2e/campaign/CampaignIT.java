package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A short campaign; {@code infra/e2e/campaign} runs long ones. */
class CampaignIT {
  private static final Path ROOT =
      Path.of(System.getProperty("stillframe.root", "../..")).toAbsolutePath().normalize();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @ParameterizedTest
  @ValueSource(longs = {20261125})
  void everyLawHolds(long seed) throws IOException {
    // Given
    Campaign.Plan plan =
        new Campaign.Plan(
            seed, 100_000, Duration.ofSeconds(45), 9000, 24, Fleet.PAIRS, Nemesis::strike);
    // When
    Report report = new Campaign(plan, ROOT, folder, System.out::println).run();
    // Then
    report.print(System.out, folder);
    assertThat(report.violations()).isEmpty();
    assertThat(report.isBroken()).isFalse();
    assertThat(report.diary().acceptedCount()).isGreaterThan(100);
  }
}
