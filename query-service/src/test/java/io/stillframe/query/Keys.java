package io.stillframe.query;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * The keys of two organizations and one that may ask once a second, and waits that a busy machine
 * does not break.
 */
public final class Keys implements QuarkusTestResourceLifecycleManager {
  public static final String ORGANIZATION = "org-one";
  public static final String OTHER_ORGANIZATION = "org-two";

  public static final String READER = "reader-of-one";
  public static final String OTHER = "operator-of-two";
  public static final String ADMIN = "admin-of-one";

  /** Of an organization that may call once a second. */
  public static final String SLOW = "reader-of-slow";

  @Override
  public Map<String, String> start() {
    Map<String, String> keys = new HashMap<>();
    add(keys, READER, ORGANIZATION, "reader");
    add(keys, OTHER, OTHER_ORGANIZATION, "operator");
    add(keys, ADMIN, ORGANIZATION, "admin");
    add(keys, SLOW, "org-slow", "reader");
    keys.put("stillframe.quota.organizations.org-slow.requests-per-second", "1");
    keys.put("stillframe.reading.list-wait", "5s");
    keys.put("stillframe.reading.arrival-wait", "3s");
    keys.put("stillframe.reading.ready-lag", "10");
    keys.put("stillframe.retention.every", "1s");
    return keys;
  }

  @Override
  public void stop() {}

  private static void add(Map<String, String> keys, String key, String organization, String role) {
    String prefix = "stillframe.keys." + key + ".";
    keys.put(prefix + "sha256", sha256(key));
    keys.put(prefix + "organization", organization);
    keys.put(prefix + "role", role);
  }

  private static String sha256(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
