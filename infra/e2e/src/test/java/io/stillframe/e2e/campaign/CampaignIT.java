package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import io.stillframe.local.Service;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Short campaigns; {@code infra/e2e/campaign} runs long ones. What hangs is given up later than
 * anything that the checker waits for, so that it says what is wrong.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class CampaignIT {
  private static final Path ROOT =
      Path.of(System.getProperty("stillframe.root", "../..")).toAbsolutePath().normalize();

  private static final long SEED = 20261125;

  private static final long OTHER_SEED = 20261126;

  /** Asking goes on until enough was accepted: how soon that is, the machine decides. */
  private static final int OPERATIONS = 105;

  private static final Duration LIMIT = Duration.ofSeconds(100);

  /** From the start of the services to their end. */
  private static final Duration TAKES = Duration.ofMinutes(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void everyLawHolds() throws IOException {
    // When
    Report report =
        run(
            new Campaign.Plan(
                SEED,
                OPERATIONS,
                Duration.ofSeconds(45),
                LIMIT,
                9000,
                24,
                Fleet.PAIRS,
                Nemesis::strikeAllKinds,
                Set.of("kill broker", "crash database")));
    // Then
    assertThat(report.diary().acceptedCount()).isGreaterThan(100);
    assertThat(report.nemesis().strikes()).containsKeys("kill broker", "crash database");
    assertThat(report.nemesis().kills()).isGreaterThan(2);
  }

  /** Each service has replicas that take over from each other. */
  @Test
  @Tag("replicas")
  void everyLawHoldsWithMoreReplicas() throws IOException {
    // When
    Report report =
        run(
            new Campaign.Plan(
                OTHER_SEED,
                OPERATIONS,
                Duration.ofSeconds(45),
                LIMIT,
                9000,
                24,
                Map.of(Service.WORKER, 3, Service.COMMAND, 2, Service.QUERY, 2),
                Nemesis::strike,
                Set.of()));
    // Then
    assertThat(report.diary().acceptedCount()).isGreaterThan(100);
    assertThat(report.nemesis().kills()).isPositive();
  }

  /**
   * All databases are restored from a backup that was taken in the middle of the work: no version
   * is used twice, nothing is lost and nothing done twice.
   */
  @Test
  @Tag("long")
  void everyLawHoldsThoughDatabasesAreRestored() throws IOException {
    // When
    Report report =
        run(
            new Campaign.Plan(
                SEED,
                40,
                Duration.ofSeconds(40),
                LIMIT,
                12_000,
                12,
                Map.of(Service.WORKER, 2),
                Nemesis::restoreDatabase,
                Set.of("restore database")));
    // Then
    assertThat(report.nemesis().strikes()).containsKey("restore database");
    assertThat(report.diary().acceptedCount()).isGreaterThan(30);
  }

  private Report run(Campaign.Plan plan) throws IOException {
    long started = System.nanoTime();
    Report report = new Campaign(plan, ROOT, folder, System.out::println).run();
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    report.print(System.out, folder);
    assertThat(report.violations()).isEmpty();
    assertThat(report.ends().last()).isLessThan(Healing.END_LIMIT);
    assertThat(report.ends().tasks()).isLessThan(Healing.END_LIMIT);
    // Half to two thirds do; where all failed, every law would hold as well.
    assertThat(report.endings().getOrDefault("succeeded", 0L))
        .isGreaterThan(report.diary().acceptedCount() / 3);
    assertThat(took).isLessThan(TAKES);
    return report;
  }
}
