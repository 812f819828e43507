package io.stillframe.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.util.logging.Logger;
import javax.net.ssl.KeyManagerFactory;

import io.netty.handler.ssl.util.KeyManagerFactoryWrapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;

/**
 * The certificate that callers see, which follows its files: whoever is greeted after a change sees
 * the new one, and who is connected, or resumes a session, notices nothing. Files that are no
 * certificate and its key, as while one of two has been replaced, leave it as it was.
 */
final class ShownCertificate {
  static final long LOOK_MILLIS = 2_000;

  /** The failure in a row that is told, and no other. */
  private static final int TOLD = 2;

  private static final Logger LOG = Logger.getLogger(ShownCertificate.class.getName());

  private final Vertx vertx;
  private final Gateway.Secure files;
  private final ShownKey key;
  private PemKeyCertOptions shown;

  /** In a row. One may come upon files of which only the first has been replaced. */
  private int failures;

  private ShownCertificate(Vertx vertx, Gateway.Secure files) throws Exception {
    this.vertx = vertx;
    this.files = files;
    this.shown = read();
    this.key = new ShownKey(OwnKey.of(shown, vertx));
  }

  /**
   * What the files hold, now and later.
   *
   * @throws IllegalStateException when it is not a certificate and its key now
   */
  static KeyCertOptions following(Gateway.Secure files, Vertx vertx) {
    try {
      ShownCertificate certificate = new ShownCertificate(vertx, files);
      vertx.setPeriodic(LOOK_MILLIS, timer -> certificate.look());
      return new Shown(certificate.key);
    } catch (Exception e) {
      throw new IllegalStateException(
          "%s and %s are no certificate and its key".formatted(files.certificate(), files.key()),
          e);
    }
  }

  /** Vert.x' own needs a library for its log, which nothing else here does. */
  private record Shown(ShownKey key) implements KeyCertOptions {
    @Override
    public KeyCertOptions copy() {
      return this;
    }

    @Override
    public KeyManagerFactory getKeyManagerFactory(Vertx vertx) {
      return new KeyManagerFactoryWrapper(key);
    }
  }

  private void look() {
    vertx
        .executeBlocking(this::read)
        .compose(found -> found.equals(shown) ? Future.succeededFuture() : show(found))
        .onSuccess(done -> failures = 0)
        .onFailure(this::stay);
  }

  private PemKeyCertOptions read() throws IOException {
    return new PemKeyCertOptions()
        .setCertValue(Buffer.buffer(Files.readAllBytes(files.certificate())))
        .setKeyValue(Buffer.buffer(Files.readAllBytes(files.key())));
  }

  private Future<Void> show(PemKeyCertOptions found) {
    return vertx
        .executeBlocking(() -> OwnKey.of(found, vertx))
        .onSuccess(
            next -> {
              key.show(next);
              shown = found;
              LOG.info("Callers see a new certificate");
            })
        .mapEmpty();
  }

  private void stay(Throwable why) {
    failures++;
    if (failures == TOLD) {
      LOG.warning("The certificate stays as it was: " + why);
    }
  }
}
