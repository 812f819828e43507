package io.stillframe.gateway;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;

/**
 * Which key callers are greeted with. It may be exchanged while they come: who is being greeted has
 * to the end what the greeting began with. (Vert.x can exchange the whole of TLS' settings instead,
 * and whoever connects in that moment is turned away: {@code TCPServerBase}, 4.5.25.)
 */
final class ShownKey extends X509ExtendedKeyManager {
  /** A greeting asks for the name first, and with it for the rest. */
  private record Named(String name, OwnKey key) {}

  private volatile Named now;
  private volatile Named before;
  private int shown = 1;

  ShownKey(OwnKey first) {
    this.now = new Named("1", first);
    this.before = now;
  }

  synchronized void show(OwnKey next) {
    shown++;
    before = now;
    now = new Named(Integer.toString(shown), next);
  }

  private Optional<OwnKey> named(String name) {
    return Stream.of(now, before)
        .filter(each -> each.name().equals(name))
        .map(Named::key)
        .findFirst();
  }

  private @Nullable String choose(String kind) {
    Named named = now;
    return named.key().kind().equals(kind) ? named.name() : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String kind, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return choose(kind);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return choose(kind);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String name) {
    return named(name).map(own -> own.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String name) {
    return named(name).map(OwnKey::key).orElse(null);
  }

  @Override
  public String[] getServerAliases(String kind, Principal @Nullable [] issuers) {
    String name = choose(kind);
    return name == null ? new String[0] : new String[] {name};
  }

  /** It is shown to callers only. */
  @Override
  public String[] getClientAliases(String kind, Principal @Nullable [] issuers) {
    return new String[0];
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
