package io.stillframe.worker.database;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;

import io.quarkus.hibernate.orm.runtime.JPAConfig;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.Test;

import io.stillframe.local.StillframeTestResource;
import io.stillframe.rows.Rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class StatementPlansTest {
  private static final int TIMES = 300;

  /** What is configured; a cache may hold a few more for a moment. */
  private static final int MOST = 16;

  @Inject Sessions sessions;
  @Inject JPAConfig persistence;

  @Test
  void plansOfStatementsThatAreNeverFoundAgainDoNotPileUp() {
    // When
    for (int i = 0; i < TIMES; i++) {
      assertThat(sessions.run(this::select).await().atMost(Duration.ofSeconds(10))).contains(1);
    }
    // Then
    await().untilAsserted(() -> assertThat(plans()).isBetween(1, MOST));
  }

  private Uni<Optional<Integer>> select() {
    return Panache.withSession(
        () -> Rows.find("select cast(:number as text)", Integer.class, Map.of("number", "1")));
  }

  private int plans() {
    return persistence.getPersistenceUnits().stream()
        .map(unit -> persistence.getEntityManagerFactory(unit, true))
        .map(factory -> factory.unwrap(SessionFactoryImplementor.class).getQueryEngine())
        .mapToInt(engine -> engine.getInterpretationCache().getNumberOfCachedQueryPlans())
        .sum();
  }
}
