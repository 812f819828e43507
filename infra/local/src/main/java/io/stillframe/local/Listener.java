package io.stillframe.local;

/** Everything that listens on a port of its own. */
public enum Listener {
  GATEWAY("the gateway", 8080),
  COMMAND("command-service", 8081),
  WORKER("provider-worker", 8082),
  QUERY("query-service", 8083),
  POSTGRES("PostgreSQL", 5433),
  KAFKA("Kafka", 9092),
  TLS("the gateway's TLS", 8443),
  CLOUDMC("the simulated CloudMC", 8091),
  SCALEWAY("the simulated Scaleway", 8092);

  private final String title;
  private final int defaultPort;

  Listener(String title, int defaultPort) {
    this.title = title;
    this.defaultPort = defaultPort;
  }

  /** What a user calls it. */
  String title() {
    return title;
  }

  int defaultPort() {
    return defaultPort;
  }

  /** Whether a run with these additions listens there. */
  boolean isUsedBy(Additions additions) {
    return switch (this) {
      case GATEWAY, COMMAND, WORKER, QUERY, POSTGRES, KAFKA -> true;
      case TLS -> additions.tls().isPresent();
      case CLOUDMC, SCALEWAY -> additions.simulators();
    };
  }

  /** The environment variable that chooses another port. */
  String variable() {
    return "STILLFRAME_" + name() + "_PORT";
  }
}
