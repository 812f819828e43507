package io.stillframe.worker.budget;

import java.time.Clock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import io.stillframe.worker.provider.Connections;

/** The stored budgets of connections that only a test knows of. */
public final class TestBudgets {
  private TestBudgets() {}

  public static Budgets of(Connections connections) {
    return new Budgets(connections, Clock.systemUTC(), new SimpleMeterRegistry());
  }
}
