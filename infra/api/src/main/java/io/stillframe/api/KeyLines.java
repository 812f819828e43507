package io.stillframe.api;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a {@link KeysFile}: the same as in the configuration. */
final class KeyLines {
  private static final Pattern LINE =
      Pattern.compile(
          "stillframe\\.keys\\.(\"[^\"]+\"|[^.]+)\\.(sha256|organization|role|expires-at)");

  private KeyLines() {}

  /**
   * The keys by name.
   *
   * @throws IllegalArgumentException naming the line that is not understood, or is missing
   */
  static Map<String, ApiKeysConfig.Key> read(String text) {
    Map<String, Map<String, String>> members = new HashMap<>();
    Properties lines = properties(text);
    for (String line : lines.stringPropertyNames()) {
      Matcher key = LINE.matcher(line);
      if (!key.matches()) {
        throw new IllegalArgumentException(line + " is not known here");
      }
      members
          .computeIfAbsent(key.group(1).replace("\"", ""), name -> new HashMap<>())
          .put(key.group(2), lines.getProperty(line).strip());
    }
    Map<String, ApiKeysConfig.Key> keys = new HashMap<>();
    members.forEach((name, values) -> keys.put(name, key(name, values)));
    return keys;
  }

  private static Properties properties(String text) {
    try {
      Properties properties = new Properties();
      properties.load(new StringReader(text));
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Key key(String name, Map<String, String> values) {
    try {
      return new Key(
          required(name, "sha256", values),
          required(name, "organization", values),
          Role.valueOf(required(name, "role", values).toUpperCase(Locale.ROOT)),
          Optional.ofNullable(values.get("expires-at")).map(Instant::parse));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "stillframe.keys.%s.expires-at is no time such as 2027-01-31T00:00:00Z".formatted(name),
          e);
    }
  }

  private static String required(String name, String member, Map<String, String> values) {
    String value = values.get(member);
    if (value == null) {
      throw new IllegalArgumentException(
          "stillframe.keys.%s.%s is missing".formatted(name, member));
    }
    return value;
  }

  private record Key(String sha256, String organization, Role role, Optional<Instant> expiresAt)
      implements ApiKeysConfig.Key {}
}
