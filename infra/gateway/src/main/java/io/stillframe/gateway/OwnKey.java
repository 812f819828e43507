package io.stillframe.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;

import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;

/** A certificate, those that vouch for it, and its key, which is RSA or EC. */
record OwnKey(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] ANYTHING = "anything".getBytes(StandardCharsets.US_ASCII);

  /**
   * What the PEM files of a certificate and a key say.
   *
   * @throws GeneralSecurityException when the key is another certificate's, which nobody could be
   *     greeted with
   */
  static OwnKey of(PemKeyCertOptions content, Vertx vertx) throws Exception {
    X509KeyManager keys = (X509KeyManager) content.getKeyManagerFactory(vertx).getKeyManagers()[0];
    String alias =
        Stream.of("RSA", "EC")
            .flatMap(kind -> Stream.ofNullable(keys.getServerAliases(kind, null)))
            .flatMap(Arrays::stream)
            .findFirst()
            .orElseThrow(() -> new InvalidKeyException("it is neither RSA nor EC"));
    OwnKey own = new OwnKey(List.of(keys.getCertificateChain(alias)), keys.getPrivateKey(alias));
    if (!own.belongsTogether()) {
      throw new InvalidKeyException("the key is not the certificate's");
    }
    return own;
  }

  /** By its name in the handshake. */
  String kind() {
    return key.getAlgorithm();
  }

  private boolean belongsTogether() throws GeneralSecurityException {
    Signature signature =
        Signature.getInstance(kind().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
    signature.initSign(key);
    signature.update(ANYTHING);
    byte[] signed = signature.sign();
    signature.initVerify(chain.getFirst());
    signature.update(ANYTHING);
    return signature.verify(signed);
  }
}
