package io.stillframe.simulator;

import java.time.InstantSource;

import io.stillframe.simulator.cloudmc.CloudMc;
import io.stillframe.simulator.cloudmc.CloudMcSettings;
import io.stillframe.simulator.cloudmc.CloudMcVolume;
import io.stillframe.simulator.ledger.Ledger;
import io.stillframe.simulator.scaleway.Scaleway;
import io.stillframe.simulator.scaleway.ScalewaySettings;
import io.stillframe.simulator.scaleway.ScalewayVolume;
import io.stillframe.simulator.server.Cloud;
import io.stillframe.simulator.server.CloudServer;

/** Both clouds, running on two ports of the loopback interface until they are closed. */
public final class Simulators implements AutoCloseable {
  private final EventLoop loop;
  private final SimulatedCloud<CloudMcSettings, CloudMcVolume> cloudMc;
  private final SimulatedCloud<ScalewaySettings, ScalewayVolume> scaleway;

  private Simulators(
      EventLoop loop,
      SimulatedCloud<CloudMcSettings, CloudMcVolume> cloudMc,
      SimulatedCloud<ScalewaySettings, ScalewayVolume> scaleway) {
    this.loop = loop;
    this.cloudMc = cloudMc;
    this.scaleway = scaleway;
  }

  /** Starts both, and returns when they listen. */
  public static Simulators start(SimulatorSettings settings) {
    EventLoop loop = new EventLoop();
    InstantSource clock = settings.clock();
    Ledger cloudMcLedger = new Ledger();
    Ledger scalewayLedger = new Ledger();
    CloudMc cloudMc = new CloudMc(settings.cloudMc(), cloudMcLedger, clock);
    Scaleway scaleway = new Scaleway(settings.scaleway(), scalewayLedger, clock);
    try {
      return new Simulators(
          loop,
          listen(loop, cloudMc, cloudMcLedger, settings, settings.cloudMcPort()),
          listen(loop, scaleway, scalewayLedger, settings, settings.scalewayPort()));
    } catch (RuntimeException e) {
      loop.close();
      throw e;
    }
  }

  /** The simulated CloudMC; its API begins at {@code /api/v2} and {@code /api/v1}. */
  public SimulatedCloud<CloudMcSettings, CloudMcVolume> cloudMc() {
    return cloudMc;
  }

  /**
   * The simulated Scaleway; its legacy API begins at the root, Instance v1 at {@code
   * /instance/v1/zones/{zone}}.
   */
  public SimulatedCloud<ScalewaySettings, ScalewayVolume> scaleway() {
    return scaleway;
  }

  @Override
  public void close() {
    loop.close();
  }

  private static <S, V> SimulatedCloud<S, V> listen(
      EventLoop loop, Cloud<S, V> cloud, Ledger ledger, SimulatorSettings settings, int port) {
    return SimulatedCloud.start(
        loop,
        cloud,
        new CloudServer(loop.vertx(), cloud, ledger, settings.clock()),
        settings.host(),
        port);
  }
}
