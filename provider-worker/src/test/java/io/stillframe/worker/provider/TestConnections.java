package io.stillframe.worker.provider;

import java.util.List;
import java.util.Map;

import io.stillframe.worker.provider.held.HeldDriver;
import io.stillframe.worker.provider.held.HeldKind;

/** Connections that nothing but the test knows of. */
public final class TestConnections {
  private TestConnections() {}

  /**
   * One environment {@code e} of a provider in memory.
   *
   * @param settings keys below {@code stillframe.providers.<name>}
   */
  public static Connection held(String name, Map<String, String> settings) {
    HeldKind kind = new HeldKind();
    return new Connection(
        name, "e", "acme", Configured.provider(name, "e", settings), kind, new HeldDriver());
  }

  public static Connections of(Connection... connections) {
    return new Connections(List.of(connections));
  }
}
