package io.stillframe.e2e;

import java.util.OptionalLong;

import io.stillframe.local.DataFolder;
import io.stillframe.local.Listener;
import io.stillframe.local.Service;

/** Stillframe, running in whatever way: what tests see of it and do to it. */
interface Running extends AutoCloseable {
  int gatewayPort();

  /** Where this machine reaches a listener. */
  int port(Listener listener);

  /** Where this machine reaches the broker. */
  default String broker() {
    return "localhost:" + port(Listener.KAFKA);
  }

  /** Where this machine reaches the service's first process. */
  int port(Service service);

  DataFolder data();

  /** The number of the service's first process, while it runs. */
  OptionalLong pid(Service service);

  /** Kills all processes of the service without warning; they are started again. */
  void kill(Service service);

  /** Stops all processes of the service until {@link #start(Service)}. */
  void stop(Service service);

  void start(Service service);

  /** Returns when the service is ready. */
  void awaitReady(Service service);

  @Override
  void close();
}
