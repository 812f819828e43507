package io.stillframe.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where a {@link LocalStack} finds the services, keeps its data and listens.
 *
 * @param root the repository, with the services built in it
 * @param data holds everything that outlives a run; made when absent
 * @param ports one per listener
 * @param additions to what always runs
 * @param more replicas beside the first one of each service
 * @param elsewhere what somebody else runs on its port
 * @param recording what the services make of how they start, for {@link StartupArchives}
 */
public record Settings(
    Path root,
    Path data,
    Map<Listener, Integer> ports,
    Additions additions,
    List<Replica> more,
    Set<Listener> elsewhere,
    Optional<StartupArchive> recording) {
  public Settings {
    root = root.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    ports = Map.copyOf(ports);
    more = List.copyOf(more);
    elsewhere = Set.copyOf(elsewhere);
  }

  private Settings(Path root, Path data, Map<Listener, Integer> ports, Additions additions) {
    this(root, data, ports, additions, List.of(), Set.of(), Optional.empty());
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
    return new Settings(root, data, ports, others, more, elsewhere, recording);
  }

  /** The same with so many replicas of each service, those beyond the first on free ports. */
  public Settings withReplicas(Map<Service, Integer> counts) {
    List<Replica> others = new ArrayList<>();
    counts.forEach(
        (service, count) -> {
          List<Integer> free = Ports.free(count - 1);
          for (int i = 0; i < free.size(); i++) {
            others.add(new Replica(service, i + 2, free.get(i)));
          }
        });
    return new Settings(root, data, ports, additions, others, elsewhere, recording);
  }

  /** The same, but somebody else runs these on their ports. */
  public Settings withElsewhere(Set<Listener> others) {
    return new Settings(root, data, ports, additions, more, others, recording);
  }

  /** The same, but the services record how they start. */
  Settings withRecording(StartupArchive archive) {
    return new Settings(root, data, ports, additions, more, elsewhere, Optional.of(archive));
  }

  /** Every process of every service. */
  public List<Replica> replicas() {
    List<Replica> all = new ArrayList<>();
    for (Service service : Service.values()) {
      all.add(new Replica(service, 1, port(service.listener())));
    }
    all.addAll(more);
    return all;
  }

  /** Whether processes of the service share its work. */
  boolean hasSeveral(Service service) {
    return more.stream().anyMatch(each -> each.service() == service);
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
      if (!listener.isUsedBy(additions) || elsewhere.contains(listener)) {
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
