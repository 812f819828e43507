package io.stillframe.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import io.quarkus.runtime.Startup;

/**
 * The configured keys, and those of {@link KeysFile}. It is made at start, so that a wrong
 * configuration fails the start and not the first request.
 */
@Startup
@Singleton
public class ApiKeys {
  private static final int SHA256_BYTES = 32;

  private final List<Known> configured;
  private final Clock clock;
  private volatile List<Known> ofFile = List.of();

  /**
   * @throws IllegalArgumentException if a configured digest is not 64 hex characters
   */
  @Inject
  public ApiKeys(ApiKeysConfig config) {
    this(config, Clock.systemUTC());
  }

  ApiKeys(ApiKeysConfig config, Clock clock) {
    this.configured = known(config);
    this.clock = clock;
  }

  /**
   * Takes the keys of the file in place of those that it had before.
   *
   * @throws IllegalArgumentException if a digest is not 64 hex characters; the old ones stay then
   */
  void ofFile(ApiKeysConfig config) {
    ofFile = known(config);
  }

  /**
   * Who {@code presented} belongs to. Every configured key is compared, in constant time, so that
   * the time of an answer tells nothing about the keys.
   */
  public Optional<Caller> authenticate(String presented) {
    byte[] digest = sha256(presented);
    Instant now = clock.instant();
    Optional<Caller> caller = Optional.empty();
    for (List<Known> keys : List.of(configured, ofFile)) {
      for (Known key : keys) {
        if (MessageDigest.isEqual(key.sha256(), digest) && now.isBefore(key.expiresAt())) {
          caller = Optional.of(key.caller());
        }
      }
    }
    return caller;
  }

  private static List<Known> known(ApiKeysConfig config) {
    return config.keys().entrySet().stream().map(ApiKeys::known).toList();
  }

  private static Known known(Map.Entry<String, ApiKeysConfig.Key> entry) {
    ApiKeysConfig.Key key = entry.getValue();
    return new Known(
        digest(entry.getKey(), key.sha256()),
        new Caller(entry.getKey(), key.organization(), key.role()),
        key.expiresAt().orElse(Instant.MAX));
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

  private record Known(byte[] sha256, Caller caller, Instant expiresAt) {}
}
