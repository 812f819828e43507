package io.stillframe.command;

import java.time.Clock;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The service's time, so that tests can have another. */
class CommandClock {
  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }
}
