package io.stillframe.e2e.campaign;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import io.stillframe.local.Replica;
import io.stillframe.local.Service;

/** Makes things go wrong, one after the other, as its seed says, until it is stopped. */
final class Nemesis implements AutoCloseable {
  private final Fleet fleet;
  private final Clouds clouds;
  private final SplittableRandom random;
  private final Consumer<String> say;
  private final int longestPause;
  private final Consumer<Nemesis> striking;
  private final Map<String, LongAdder> strikes = new ConcurrentHashMap<>();
  private final Thread thread = Thread.ofPlatform().name("nemesis").unstarted(this::run);
  private volatile boolean stopped;

  /**
   * @param longestPause between two strikes, in milliseconds
   * @param striking what each strike is
   */
  private final Queue<Runnable> kinds =
      new ArrayDeque<>(List.of(() -> kill(3), this::killBroker, this::database));

  Nemesis(
      Fleet fleet,
      Clouds clouds,
      SplittableRandom random,
      int longestPause,
      Consumer<Nemesis> striking,
      Consumer<String> say) {
    this.fleet = fleet;
    this.clouds = clouds;
    this.random = random;
    this.longestPause = longestPause;
    this.striking = striking;
    this.say = say;
  }

  Nemesis start() {
    thread.start();
    return this;
  }

  private void run() {
    while (!stopped) {
      Insistence.pause(random.nextInt(longestPause / 4, longestPause));
      if (stopped) {
        return;
      }
      try {
        striking.accept(this);
      } catch (RuntimeException e) {
        // What could not be struck was down already; the campaign goes on.
        say.accept("nemesis: " + e);
      }
    }
  }

  /** Several processes, the broker and the database, each once; then anything. */
  void strikeAllKinds() {
    Runnable next = kinds.poll();
    if (next == null) {
      strike();
    } else {
      next.run();
    }
  }

  /** Anything. */
  void strike() {
    int dice = random.nextInt(100);
    if (dice < 38) {
      kill(1);
    } else if (dice < 48) {
      kill(2 + random.nextInt(3));
    } else if (dice < 62) {
      pauseOne();
    } else if (dice < 67) {
      restartInOrder();
    } else if (dice < 72) {
      stopAll(Service.values()[random.nextInt(Service.values().length)]);
    } else if (dice < 79) {
      broker();
    } else if (dice < 83) {
      database();
    } else if (dice < 85) {
      pauseDatabase();
    } else if (dice < 88) {
      blackout();
    } else if (dice < 92) {
      count("cut database connections");
      fleet.cutDatabaseConnections();
    } else if (dice < 95) {
      count("cloud storm");
      clouds.storm(random);
      pause(1000, 6000);
      clouds.trouble(random);
    } else {
      count("new cloud faults");
      clouds.trouble(random);
    }
  }

  private Replica any() {
    List<Replica> all = fleet.local().replicas();
    return all.get(random.nextInt(all.size()));
  }

  private void kill(int processes) {
    for (int i = 0; i < processes; i++) {
      Replica replica = any();
      // One that was killed a moment ago may not have been started again.
      if (fleet.local().pid(replica).isPresent()) {
        count("kill " + replica.service().module());
        fleet.local().kill(replica);
      }
    }
  }

  private void pauseOne() {
    Replica replica = any();
    fleet
        .local()
        .pid(replica)
        .ifPresent(
            pid -> {
              count("pause " + replica.service().module());
              Fleet.signal(pid, "STOP");
              pause(500, random.nextInt(4) == 0 ? 20_000 : 6_000);
              Fleet.signal(pid, "CONT");
            });
  }

  /** As an upgrade does: one after the other, politely. */
  private void restartInOrder() {
    Service service = Service.values()[random.nextInt(Service.values().length)];
    for (Replica replica : fleet.replicas(service)) {
      if (stopped) {
        return;
      }
      count("restart " + service.module());
      fleet.local().stop(replica);
      fleet.local().start(replica);
      if (!stopped) {
        fleet.local().awaitReady(replica);
      }
    }
  }

  /** Scaled to zero and back. */
  private void stopAll(Service service) {
    count("scale to zero " + service.module());
    fleet.replicas(service).forEach(fleet.local()::stop);
    pause(1000, 12_000);
    fleet.replicas(service).forEach(fleet.local()::start);
  }

  private void broker() {
    if (random.nextInt(3) == 0) {
      count("pause broker");
      fleet
          .brokerPid()
          .ifPresent(
              pid -> {
                Fleet.signal(pid, "STOP");
                pause(500, 8000);
                Fleet.signal(pid, "CONT");
              });
      return;
    }
    killBroker();
  }

  private void killBroker() {
    count("kill broker");
    fleet.killBroker();
    pause(0, 8000);
    fleet.startBroker();
  }

  private void database() {
    count("crash database");
    fleet.crashPostgres();
    pause(0, 6000);
    fleet.startPostgres();
  }

  /** Connections stay, and nothing is answered on them. */
  private void pauseDatabase() {
    count("pause database");
    fleet.pausePostgres();
    pause(500, 8000);
    fleet.resumePostgres();
  }

  /** Everything at once, now and then for minutes; what is back first finds the other away. */
  private void blackout() {
    count("kill broker");
    fleet.killBroker();
    count("crash database");
    fleet.crashPostgres();
    kill(1 + random.nextInt(3));
    pause(500, random.nextInt(4) == 0 ? 120_000 : 15_000);
    List<Runnable> starts =
        random.nextBoolean()
            ? List.of(fleet::startBroker, fleet::startPostgres)
            : List.of(fleet::startPostgres, fleet::startBroker);
    for (Runnable start : starts) {
      start.run();
      pause(0, 8000);
    }
  }

  /** What happened after the backup, only the topics and the clouds know. */
  void restoreDatabase() {
    count("back up database");
    fleet.backUpPostgres();
    pause(4000, 12_000);
    if (!stopped) {
      count("restore database");
      fleet.restorePostgres();
    }
  }

  private void pause(int from, int to) {
    long end = System.nanoTime() + random.nextInt(from, to) * 1_000_000L;
    while (!stopped && System.nanoTime() < end) {
      Insistence.pause(50);
    }
  }

  private void count(String strike) {
    say.accept("nemesis: " + strike);
    strikes.computeIfAbsent(strike, key -> new LongAdder()).increment();
  }

  /** How often each thing was done. */
  Map<String, LongAdder> strikes() {
    return new TreeMap<>(strikes);
  }

  long kills() {
    return strikes.entrySet().stream()
        .filter(each -> each.getKey().startsWith("kill") || each.getKey().startsWith("crash"))
        .mapToLong(each -> each.getValue().sum())
        .sum();
  }

  /** Stops it, once more too; what it has paused goes on. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
