package io.stillframe.recovery;

import java.util.Set;

import io.stillframe.contract.Topic;

/**
 * How a service takes from the topics what its database has lost. Each service that publishes by an
 * outbox has one.
 */
public interface Recovery {
  /** The topics that this service alone writes: their records tell rows of its own outbox. */
  Set<Topic> written();

  /**
   * Brings the database up to the topics. It blocks, runs before the service takes, claims or
   * publishes anything, and may be called again when it has failed.
   */
  void recover();
}
