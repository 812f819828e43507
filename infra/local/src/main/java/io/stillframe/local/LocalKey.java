package io.stillframe.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A key of a stack on this machine.
 *
 * @param text what a caller sends; also the name that it is configured by
 * @param role reader, operator or admin
 */
public record LocalKey(String text, String organization, String role) {
  /** Those of every stack. They are printed at its start, so they are no secrets. */
  static final List<LocalKey> ALL =
      List.of(
          new LocalKey("local-reader", LocalProvider.ORGANIZATION, "reader"),
          new LocalKey("local-operator", LocalProvider.ORGANIZATION, "operator"),
          new LocalKey("local-admin", LocalProvider.ORGANIZATION, "admin"),
          new LocalKey("other-operator", "f1350c5d-f1d8-4f9d-b114-6053905578e1", "operator"));

  /** What a service is configured with, line by line. */
  public List<String> lines() {
    String prefix = "stillframe.keys." + text;
    return List.of(
        prefix + ".sha256=" + sha256(),
        prefix + ".organization=" + organization,
        prefix + ".role=" + role);
  }

  private String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
