package io.stillframe.simulator;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;

import io.stillframe.simulator.fault.Fault;
import io.stillframe.simulator.fault.FaultList;
import io.stillframe.simulator.ledger.Ledger;
import io.stillframe.simulator.server.Cloud;
import io.stillframe.simulator.server.CloudServer;

/**
 * A cloud that is running, for a test to arrange. Safe for use by many threads.
 *
 * @param <S> its settings
 * @param <V> a volume as a test arranges it
 */
public final class SimulatedCloud<S, V> {
  private final EventLoop loop;
  private final Cloud<S, V> cloud;
  private final CloudServer server;
  private final int port;

  private SimulatedCloud(EventLoop loop, Cloud<S, V> cloud, CloudServer server, int port) {
    this.loop = loop;
    this.cloud = cloud;
    this.server = server;
    this.port = port;
  }

  static <S, V> SimulatedCloud<S, V> start(
      EventLoop loop, Cloud<S, V> cloud, CloudServer server, String host, int port) {
    return new SimulatedCloud<>(
        loop, cloud, server, loop.call(() -> server.listen(host, port)).actualPort());
  }

  /** The port that it listens on. */
  public int port() {
    return port;
  }

  /** The root of its server, without a slash at the end. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** All that it was asked and has done. */
  public Ledger ledger() {
    return server.ledger();
  }

  /** Replaces the fault plan by these, with seed 0; none at all ends all faults. */
  public void faults(Fault... faults) {
    faults(new FaultList(0, List.of(faults)));
  }

  /** Replaces the fault plan. */
  public void faults(FaultList plan) {
    loop.run(() -> server.faults(plan));
  }

  /** Replaces the settings by what the change makes of them; volumes are added one by one. */
  public void change(UnaryOperator<S> change) {
    loop.run(() -> cloud.change(change));
  }

  /** Adds a volume, in place of one with the same id. */
  public void add(V volume) {
    loop.run(() -> cloud.add(volume));
  }

  /** Puts a snapshot into a state, whatever it was doing. */
  public void force(String snapshotId, String state) {
    loop.run(
        () -> {
          if (!cloud.force(snapshotId, state)) {
            throw new IllegalArgumentException("Unknown snapshot " + snapshotId);
          }
        });
  }

  /** Back to what it was when it started: settings, objects, faults and ledger. */
  public void reset() {
    loop.run(server::reset);
  }
}
