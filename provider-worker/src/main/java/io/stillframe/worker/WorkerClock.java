package io.stillframe.worker;

import java.time.Clock;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The worker's time, so that tests can have another. */
class WorkerClock {
  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
