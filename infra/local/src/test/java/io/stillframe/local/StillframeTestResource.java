package io.stillframe.local;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Gives a {@code @QuarkusTest} its own service's database and the broker. The init argument {@code
 * database} names the database: {@code command}, {@code worker} or {@code query}.
 */
public final class StillframeTestResource implements QuarkusTestResourceLifecycleManager {
  private String database = "";

  @Override
  public void init(Map<String, String> arguments) {
    database = arguments.getOrDefault("database", "");
    if (!Postgres.DATABASES.contains(database)) {
      throw new IllegalArgumentException(
          "The init argument database is one of "
              + Postgres.DATABASES
              + ", not '"
              + database
              + "'");
    }
  }

  /**
   * Quarkus loads this class anew for each test application; the servers are therefore those of the
   * JVM's own class loader, which all of them share.
   */
  @Override
  @SuppressWarnings("unchecked")
  public Map<String, String> start() {
    try {
      return (Map<String, String>)
          ClassLoader.getSystemClassLoader()
              .loadClass(SharedServers.class.getName())
              .getMethod("configuration", String.class)
              .invoke(null, database);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The shared servers did not start", e);
    }
  }

  /** The servers stay for the next test class, and end with the JVM. */
  @Override
  public void stop() {}
}
