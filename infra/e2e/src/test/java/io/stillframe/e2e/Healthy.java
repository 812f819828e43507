package io.stillframe.e2e;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Waits for a container's own health check. Testcontainers' own strategy asks without a pause: with
 * seven containers that took a core of two from those that it waited for.
 */
final class Healthy extends AbstractWaitStrategy {
  private static final Duration PAUSE = Duration.ofMillis(500);

  @Override
  protected void waitUntilReady() {
    Awaitility.await()
        .pollInterval(PAUSE)
        .atMost(startupTimeout)
        .until(waitStrategyTarget::isHealthy);
  }
}
