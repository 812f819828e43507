package io.stillframe.local;

/** Everything that listens on a port of its own. */
public enum Listener {
  GATEWAY("the gateway", 8080),
  COMMAND("command-service", 8081),
  WORKER("provider-worker", 8082),
  QUERY("query-service", 8083),
  POSTGRES("PostgreSQL", 5433),
  KAFKA("Kafka", 9092);

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

  /** The environment variable that chooses another port. */
  String variable() {
    return "STILLFRAME_" + name() + "_PORT";
  }
}
