package io.stillframe.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A key that works on this machine only; it is printed at the start, so it is no secret.
 *
 * @param text what a caller sends
 */
record LocalKey(String text, String organization, String role) {
  static final List<LocalKey> ALL =
      List.of(
          new LocalKey("local-reader", LocalProvider.ORGANIZATION, "reader"),
          new LocalKey("local-operator", LocalProvider.ORGANIZATION, "operator"),
          new LocalKey("local-admin", LocalProvider.ORGANIZATION, "admin"),
          new LocalKey("other-operator", "f1350c5d-f1d8-4f9d-b114-6053905578e1", "operator"));

  /** The form in which a service is configured with it. */
  String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
