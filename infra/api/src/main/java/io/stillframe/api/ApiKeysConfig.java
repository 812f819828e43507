package io.stillframe.api;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;

/**
 * The keys that are let in, by name. There is no default key: without configuration nobody gets in.
 */
@ConfigMapping(prefix = "stillframe.keys")
public interface ApiKeysConfig {
  @WithParentName
  Map<String, Key> keys();

  /** One key. */
  interface Key {
    /** SHA-256 of the key's UTF-8 text, 64 hex characters; the key itself is never configured. */
    String sha256();

    /** Whom the key belongs to. */
    String organization();

    /** What it may do: reader, operator or admin. */
    Role role();

    /** When it ends to be a key; never when absent. */
    Optional<Instant> expiresAt();
  }
}
