package io.stillframe.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.quarkus.runtime.Startup;

/**
 * The configured keys. It is made at start, so that a wrong configuration fails the start and not
 * the first request.
 */
@Startup
@Singleton
public class ApiKeys {
  private static final int SHA256_BYTES = 32;

  private final List<Known> known;

  /**
   * @throws IllegalArgumentException if a configured digest is not 64 hex characters
   */
  public ApiKeys(ApiKeysConfig config) {
    known = config.keys().entrySet().stream().map(ApiKeys::known).toList();
  }

  /**
   * Who {@code presented} belongs to. Every configured key is compared, in constant time, so that
   * the time of an answer tells nothing about the keys.
   */
  public Optional<Caller> authenticate(String presented) {
    byte[] digest = sha256(presented);
    Optional<Caller> caller = Optional.empty();
    for (Known key : known) {
      if (MessageDigest.isEqual(key.sha256(), digest)) {
        caller = Optional.of(key.caller());
      }
    }
    return caller;
  }

  private static Known known(Map.Entry<String, ApiKeysConfig.Key> entry) {
    ApiKeysConfig.Key key = entry.getValue();
    return new Known(
        digest(entry.getKey(), key.sha256()),
        new Caller(entry.getKey(), key.organization(), key.role()));
  }

  private static byte[] digest(String name, String hex) {
    if (hex.length() != 2 * SHA256_BYTES || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(
          "stillframe.keys.%s.sha256 must be the SHA-256 of the key: 64 hex characters, not %d characters"
              .formatted(name, hex.length()));
    }
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private record Known(byte[] sha256, Caller caller) {}
}
