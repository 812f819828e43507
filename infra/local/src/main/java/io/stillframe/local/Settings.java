package io.stillframe.local;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Where a {@link LocalStack} finds the services, keeps its data and listens.
 *
 * @param root the repository, with the services built in it
 * @param data holds everything that outlives a run; made when absent
 * @param ports one per listener
 * @param additions to what always runs
 */
public record Settings(Path root, Path data, Map<Listener, Integer> ports, Additions additions) {
  public Settings {
    root = root.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    ports = Map.copyOf(ports);
  }

  /**
   * The settings of {@code infra/up}: the usual ports and data folder where the environment names
   * no others.
   */
  static Settings from(Path root, List<String> arguments, Map<String, String> environment) {
    Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
    for (Listener listener : Listener.values()) {
      ports.put(listener, port(listener, environment));
    }
    return new Settings(
        root,
        root.resolve(environment.getOrDefault("STILLFRAME_DATA", ".data")),
        ports,
        Additions.from(arguments, environment));
  }

  /** The same with ports that are free now, for tests that run beside others. */
  public static Settings withFreePorts(Path root, Path data) {
    Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
    Iterator<Integer> free = Ports.free(Listener.values().length).iterator();
    List.of(Listener.values()).forEach(listener -> ports.put(listener, free.next()));
    return new Settings(root, data, ports, Additions.NONE);
  }

  /** The same with these additions. */
  public Settings with(Additions others) {
    return new Settings(root, data, ports, others);
  }

  /** The port of a listener. */
  public int port(Listener listener) {
    return ports.getOrDefault(listener, listener.defaultPort());
  }

  /**
   * Looks at all ports before anything is started.
   *
   * @throws StartRefused naming the first port that something else listens on
   */
  void requireFreePorts() {
    Map<Integer, Listener> given = new HashMap<>();
    for (Listener listener : Listener.values()) {
      if (!listener.isUsedBy(additions)) {
        continue;
      }
      int port = port(listener);
      Listener other = given.putIfAbsent(port, listener);
      if (other != null) {
        throw new StartRefused(
            "Port %d is given to %s and to %s; set %s to another one"
                .formatted(port, other.title(), listener.title(), listener.variable()));
      }
      if (Ports.isTaken(port)) {
        throw new StartRefused(
            "Port %d for %s is taken by another process; end it or set %s to another port"
                .formatted(port, listener.title(), listener.variable()));
      }
    }
  }

  private static int port(Listener listener, Map<String, String> environment) {
    String text = environment.getOrDefault(listener.variable(), "");
    if (text.isBlank()) {
      return listener.defaultPort();
    }
    try {
      int port = Integer.parseInt(text.strip());
      if (port >= 1 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new StartRefused(listener.variable() + " is not a port: " + text, e);
    }
    throw new StartRefused(listener.variable() + " is not between 1 and 65535: " + text);
  }
}
