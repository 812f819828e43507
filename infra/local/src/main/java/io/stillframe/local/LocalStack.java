package io.stillframe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.vertx.core.net.SocketAddress;

import io.stillframe.gateway.Backend;
import io.stillframe.gateway.Gateway;
import io.stillframe.simulator.Simulators;

/**
 * All of Stillframe on this machine: PostgreSQL and Kafka, the three services as supervised
 * processes, and the gateway in front of them. Over 200 lines because starting and stopping, in the
 * right order, are read together.
 */
public final class LocalStack implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Settings settings;
  private final DataFolder data;
  private final Consumer<String> say;
  private final Parts parts;
  private final ReentrantLock starting = new ReentrantLock();
  private final AtomicReference<Services> services = new AtomicReference<>();

  /**
   * Prepares a stack, which {@link #start()} starts.
   *
   * @param say takes one line of progress at a time, from any thread
   */
  LocalStack(Settings settings, Consumer<String> say) {
    this.settings = settings;
    this.data = new DataFolder(settings.data());
    this.say = say;
    this.parts = new Parts(say);
  }

  /**
   * Starts everything and returns when all three services are ready.
   *
   * @throws StartRefused when that can't be; nothing is left running then
   */
  public static LocalStack start(Settings settings, Consumer<String> say) {
    LocalStack stack = new LocalStack(settings, say);
    try {
      stack.start();
      return stack;
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  void start() {
    starting.lock();
    try {
      prepare();
      startServers();
      Services started = parts.keep(new Services(settings, say));
      services.set(started);
      Parallel.run(List.of(this::startGateway, started::start));
    } finally {
      starting.unlock();
    }
  }

  /** The address of the whole API. */
  public String url() {
    return "http://localhost:" + settings.port(Listener.GATEWAY);
  }

  /** The port of the gateway. */
  public int gatewayPort() {
    return settings.port(Listener.GATEWAY);
  }

  /** The port of a service, to ask it directly. */
  public int port(Service service) {
    return settings.port(service.listener());
  }

  /** Where the volumes, snapshots and logs are. */
  public DataFolder data() {
    return data;
  }

  /** Every process of every service. */
  public List<Replica> replicas() {
    return settings.replicas();
  }

  /** The number of a process, while it runs. */
  public OptionalLong pid(Replica replica) {
    return services().supervisor(replica).pid();
  }

  /** Kills a process without warning (SIGKILL); it is started again as if it had died. */
  public void kill(Replica replica) {
    services().supervisor(replica).kill();
  }

  /** Stops a process (SIGTERM, then SIGKILL) until {@link #start(Replica)}. */
  public void stop(Replica replica) {
    services().supervisor(replica).stop();
  }

  /** Starts a stopped process; {@link #awaitReady} tells when it is ready. */
  public void start(Replica replica) {
    services().supervisor(replica).start();
  }

  /** Returns when a process is ready. */
  public void awaitReady(Replica replica) {
    services().awaitReady(replica);
  }

  /** As {@link #pid(Replica)} of the service's first process. */
  public OptionalLong pid(Service service) {
    return pid(first(service));
  }

  /** As {@link #kill(Replica)} of the service's first process. */
  public void kill(Service service) {
    kill(first(service));
  }

  /** As {@link #stop(Replica)} of the service's first process. */
  public void stop(Service service) {
    stop(first(service));
  }

  /** As {@link #start(Replica)} of the service's first process. */
  public void start(Service service) {
    start(first(service));
  }

  /** As {@link #awaitReady(Replica)} of the service's first process. */
  public void awaitReady(Service service) {
    awaitReady(first(service));
  }

  private Replica first(Service service) {
    return new Replica(service, 1, port(service));
  }

  /**
   * Stops the gateway, the services, Kafka and PostgreSQL; may come at any moment, also during the
   * start.
   */
  @Override
  public void close() {
    parts.close();
    // What was just being started stops itself when it notices; that may take a moment.
    starting.lock();
    starting.unlock();
  }

  private void prepare() {
    try {
      data.create();
      parts.keep(DataLock.take(data));
      List.of(Service.values()).forEach(this::requireBuilt);
      endLeftovers();
      settings.requireFreePorts();
      LocalConfiguration.write(settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends what a run that was killed has left behind; it holds the ports and the databases. */
  private void endLeftovers() throws IOException {
    Parallel.run(
        settings.replicas().stream().<Runnable>map(replica -> () -> endLeftover(replica)).toList());
    if (!settings.elsewhere().contains(Listener.POSTGRES)) {
      new PostgresFiles(data.postgres()).prepare();
    }
  }

  private void endLeftover(Replica replica) {
    data.pidFile(replica).endLeftover(replica.service().jar(settings.root()).toString());
  }

  private void requireBuilt(Service service) {
    if (Files.notExists(service.jar(settings.root()))) {
      throw new StartRefused(
          service.module() + " is not built: there is no " + service.jar(settings.root()));
    }
  }

  private void startServers() {
    Parallel.run(
        List.of(this::startPostgres, this::startKafka, this::laySamples, this::startSimulators));
  }

  private void startPostgres() {
    if (settings.elsewhere().contains(Listener.POSTGRES)) {
      return;
    }
    long started = System.nanoTime();
    int port = settings.port(Listener.POSTGRES);
    parts.keep(Postgres.start(data.postgres(), port, true));
    say.accept(Progress.ready(Listener.POSTGRES.title(), port, started));
  }

  private void startKafka() {
    if (settings.elsewhere().contains(Listener.KAFKA)) {
      return;
    }
    long started = System.nanoTime();
    int port = settings.port(Listener.KAFKA);
    parts.keep(KafkaBroker.start(data.kafka(), port));
    say.accept(Progress.ready(Listener.KAFKA.title(), port, started));
  }

  private void laySamples() {
    try {
      SampleVolumes.layOutOnce(data);
    } catch (IOException e) {
      throw new UncheckedIOException("The sample volumes can't be laid out", e);
    }
  }

  private void startSimulators() {
    if (settings.additions().simulators()) {
      long started = System.nanoTime();
      parts.keep(Simulators.start(SimulatedProviders.settings(settings)));
      for (Listener cloud : List.of(Listener.CLOUDMC, Listener.SCALEWAY)) {
        say.accept(Progress.ready(cloud.title(), settings.port(cloud), started));
      }
    }
  }

  private void startGateway() {
    Optional<Gateway.Secure> secure =
        settings
            .additions()
            .tls()
            .map(
                tls ->
                    new Gateway.Secure(settings.port(Listener.TLS), tls.certificate(), tls.key()));
    parts.keep(Gateway.start(new Gateway.Listening(HOST, gatewayPort(), secure), this::address));
  }

  private SocketAddress address(Backend backend) {
    Service service =
        switch (backend) {
          case COMMAND -> Service.COMMAND;
          case WORKER -> Service.WORKER;
          case QUERY -> Service.QUERY;
        };
    int port = services.get() == null ? port(service) : services().nextPort(service);
    return SocketAddress.inetSocketAddress(port, HOST);
  }

  private Services services() {
    Services started = services.get();
    if (started == null) {
      throw new IllegalStateException("The stack is not started");
    }
    return started;
  }
}
