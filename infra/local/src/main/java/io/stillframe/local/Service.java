package io.stillframe.local;

import java.nio.file.Path;

/** The three services, each a process of its own. */
public enum Service {
  COMMAND("command-service", Listener.COMMAND),
  WORKER("provider-worker", Listener.WORKER),
  QUERY("query-service", Listener.QUERY);

  private final String module;
  private final Listener listener;

  Service(String module, Listener listener) {
    this.module = module;
    this.listener = listener;
  }

  /** The service's name, which is also the directory that it is built in. */
  public String module() {
    return module;
  }

  Listener listener() {
    return listener;
  }

  /** The service's database in {@link Postgres}. */
  String database() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** What is run, as the build leaves it under the repository's root. */
  Path jar(Path root) {
    return target(root).resolve("quarkus-app/quarkus-run.jar");
  }

  /** Where the build leaves everything of it. */
  Path target(Path root) {
    return root.resolve(module).resolve("target");
  }
}
