package io.stillframe.local;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The processes of the three services, started and stopped side by side. */
final class Services implements AutoCloseable {
  /** For each process, because they share the machine while they start. */
  private static final Duration READY_LIMIT = Duration.ofSeconds(40);

  private final Settings settings;
  private final Consumer<String> say;
  private final Map<Replica, Supervisor> supervisors = new LinkedHashMap<>();
  private final Readiness readiness = new Readiness();
  private final AtomicInteger turn = new AtomicInteger();

  /** Those that were ready when last asked; only looked for where there is a choice. */
  private volatile Set<Replica> ready = Set.of();

  Services(Settings settings, Consumer<String> say) {
    this.settings = settings;
    this.say = say;
    DataFolder data = new DataFolder(settings.data());
    for (Replica replica : settings.replicas()) {
      ServiceProcess process = new ServiceProcess(replica, settings);
      supervisors.put(
          replica, new Supervisor(replica.title(), process, data.pidFile(replica), say));
    }
  }

  Supervisor supervisor(Replica replica) {
    Supervisor supervisor = supervisors.get(replica);
    if (supervisor == null) {
      throw new IllegalStateException(replica + " is not supervised");
    }
    return supervisor;
  }

  /** The port of one of the service's processes that are ready, in turn; of any when none is. */
  int nextPort(Service service) {
    List<Replica> all =
        supervisors.keySet().stream().filter(each -> each.service() == service).toList();
    List<Replica> able =
        all.stream().filter(each -> ready.contains(each) && isAble(supervisor(each))).toList();
    List<Replica> from = able.isEmpty() ? all : able;
    return from.get(Math.floorMod(turn.getAndIncrement(), from.size())).port();
  }

  private static boolean isAble(Supervisor supervisor) {
    return supervisor.isWanted() && supervisor.pid().isPresent();
  }

  private void watch() {
    while (readiness.isOpen()) {
      ready =
          supervisors.keySet().stream()
              .filter(each -> readiness.await(each.port(), Duration.ZERO))
              .collect(Collectors.toSet());
      readiness.pause();
    }
  }

  /** Starts all of them and says of each when it is ready. */
  void start() {
    long started = System.nanoTime();
    supervisors.values().forEach(Supervisor::start);
    if (!settings.more().isEmpty()) {
      Thread.ofVirtual().name("readiness of replicas").start(this::watch);
    }
    Parallel.run(
        supervisors.keySet().stream()
            .<Runnable>map(replica -> () -> sayWhenReady(replica, started))
            .toList());
  }

  private void sayWhenReady(Replica replica, long started) {
    awaitReady(replica);
    say.accept(Progress.ready(replica.title(), replica.port(), started));
  }

  void awaitReady(Replica replica) {
    // Whoever records what it loads is slow about it.
    Duration limit =
        READY_LIMIT.multipliedBy(supervisors.size() * (settings.recording().isPresent() ? 3L : 1L));
    if (!readiness.await(replica.port(), limit)) {
      throw new StartRefused(
          "%s is not ready after %d s; see %s"
              .formatted(
                  replica.title(),
                  limit.toSeconds(),
                  new DataFolder(settings.data()).log(replica)));
    }
  }

  @Override
  public void close() {
    readiness.close();
    Parallel.run(supervisors.values().stream().<Runnable>map(s -> s::stop).toList());
  }
}
