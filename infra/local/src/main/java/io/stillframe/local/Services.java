package io.stillframe.local;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** The three services, started and stopped side by side. */
final class Services implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofSeconds(120);

  private final Settings settings;
  private final Consumer<String> say;
  private final Map<Service, Supervisor> supervisors = new EnumMap<>(Service.class);
  private final Readiness readiness = new Readiness();

  Services(Settings settings, Servers servers, Consumer<String> say) {
    this.settings = settings;
    this.say = say;
    DataFolder data = new DataFolder(settings.data());
    for (Service service : Service.values()) {
      ServiceProcess process = new ServiceProcess(service, settings, servers);
      supervisors.put(
          service, new Supervisor(service.module(), process, data.pidFile(service), say));
    }
  }

  Supervisor supervisor(Service service) {
    Supervisor supervisor = supervisors.get(service);
    if (supervisor == null) {
      throw new IllegalStateException(service + " is not supervised");
    }
    return supervisor;
  }

  /** Starts all three and says of each when it is ready. */
  void start() {
    long started = System.nanoTime();
    supervisors.values().forEach(Supervisor::start);
    Parallel.run(
        supervisors.keySet().stream()
            .<Runnable>map(service -> () -> sayWhenReady(service, started))
            .toList());
  }

  private void sayWhenReady(Service service, long started) {
    awaitReady(service);
    say.accept(Progress.ready(service.module(), settings.port(service.listener()), started));
  }

  void awaitReady(Service service) {
    if (!readiness.await(settings.port(service.listener()), READY_LIMIT)) {
      throw new StartRefused(
          "%s is not ready after %d s; see %s"
              .formatted(
                  service.module(),
                  READY_LIMIT.toSeconds(),
                  new DataFolder(settings.data()).log(service)));
    }
  }

  @Override
  public void close() {
    readiness.close();
    Parallel.run(supervisors.values().stream().<Runnable>map(s -> s::stop).toList());
  }
}
