package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.local.Service;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All databases are restored from a backup that was taken in the middle of the work: no version is
 * used twice, nothing is lost and nothing done twice.
 */
class RestoredDatabaseIT {
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
            seed,
            100_000,
            Duration.ofSeconds(40),
            12_000,
            12,
            Map.of(Service.WORKER, 2),
            Nemesis::restoreDatabase);
    // When
    Report report = new Campaign(plan, ROOT, folder, System.out::println).run();
    // Then
    report.print(System.out, folder);
    assertThat(report.violations()).isEmpty();
    assertThat(report.isBroken()).isFalse();
    assertThat(report.nemesis().strikes()).containsKey("restore database");
    assertThat(report.diary().acceptedCount()).isGreaterThan(30);
  }
}
