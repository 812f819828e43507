package io.stillframe.kubernetes;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a service reads from topics and writes to them, as its configuration tells. */
record Channels(Properties properties) {
  private static final Pattern INCOMING =
      Pattern.compile("mp\\.messaging\\.incoming\\..*\\.topics?");
  private static final Pattern OUTGOING = Pattern.compile("mp\\.messaging\\.outgoing\\..*\\.topic");

  static Channels of(String service) {
    Properties properties = new Properties();
    try (Reader text =
        Files.newBufferedReader(
            Tree.ROOT.resolve(
                "../../%s/src/main/resources/application.properties".formatted(service)))) {
      properties.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Channels(properties);
  }

  String group() {
    return properties.getProperty("kafka.group.id");
  }

  Set<String> read() {
    return topics(INCOMING);
  }

  Set<String> written() {
    return topics(OUTGOING);
  }

  private Set<String> topics(Pattern key) {
    Set<String> topics = new TreeSet<>();
    properties.stringPropertyNames().stream()
        .filter(name -> key.matcher(name).matches())
        .flatMap(name -> split(properties.getProperty(name)))
        .forEach(topics::add);
    return topics;
  }

  private static Stream<String> split(String topics) {
    return Arrays.stream(topics.split(",")).map(String::strip);
  }
}
