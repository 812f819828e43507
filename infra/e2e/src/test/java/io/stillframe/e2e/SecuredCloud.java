package io.stillframe.e2e;

import java.util.List;
import java.util.Optional;

import io.vertx.core.net.SocketAddress;

import io.stillframe.gateway.Gateway;
import io.stillframe.local.Additions.Tls;
import io.stillframe.local.Ports;
import io.stillframe.simulator.SimulatorSettings;
import io.stillframe.simulator.Simulators;

/** A simulated Scaleway that is reached by TLS only, and two providers that are told of it. */
public final class SecuredCloud implements AutoCloseable {
  /** Of the cloud's seed. */
  public static final String VOLUME = "09a4184c-733b-43c8-99c3-f1dde30536fe";

  /** What the services know the key by. */
  public static final String KEY = "stillframe.providers.trusted.key";

  private final int port = Ports.free(1).getFirst();
  private final Tls tls;
  private final SimulatorSettings settings = SimulatorSettings.defaults();
  private final Simulators simulators = Simulators.start(settings);
  private final Gateway front;

  public SecuredCloud(Tls tls) {
    this.tls = tls;
    SocketAddress cloud =
        SocketAddress.inetSocketAddress(simulators.scaleway().url().getPort(), "127.0.0.1");
    // Our gateway ends TLS; whatever it takes the calls for, they go to the cloud.
    front =
        Gateway.start(
            new Gateway.Listening(
                "127.0.0.1",
                0,
                Optional.of(new Gateway.Secure(port, tls.certificate(), tls.key()))),
            any -> cloud);
  }

  /** One provider trusts the cloud's certificate, the other only what the system trusts. */
  public List<String> configuration() {
    String trusted = "stillframe.providers.trusted.";
    String other = "stillframe.providers.untrusted.";
    return List.of(
        "quarkus.tls.cloud.trust-store.pem.certs=" + tls.certificate(),
        trusted + "kind=scaleway",
        trusted + "url=https://localhost:" + port,
        KEY + "=" + settings.scaleway().token(),
        trusted + "tls=cloud",
        trusted + "environments.par1.organization=000a115d-2852-4b0a-9ce8-47f1134ba95a",
        other + "kind=scaleway",
        other + "url=https://localhost:" + port,
        other + "key=" + settings.scaleway().token(),
        other + "environments.par1.organization=000a115d-2852-4b0a-9ce8-47f1134ba95a");
  }

  /** Has it take this key too. */
  public void takes(String next) {
    simulators.scaleway().change(now -> now.withOtherTokens(List.of(next)));
  }

  /** Has it take no other key any more. */
  public void takesOnly(String key) {
    simulators.scaleway().change(now -> now.withToken(key).withOtherTokens(List.of()));
  }

  @Override
  public void close() {
    front.close();
    simulators.close();
  }
}
