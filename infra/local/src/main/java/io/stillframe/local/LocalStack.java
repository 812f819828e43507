package io.stillframe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.stillframe.simulator.Simulators;

/**
 * All of Stillframe on this machine: PostgreSQL and Kafka, the three services as supervised
 * processes, and the gateway in front of them. Over 200 lines because starting and stopping, in the
 * right order, are read together.
 */
public final class LocalStack implements AutoCloseable {
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
      Services started = parts.keep(new Services(settings, startServers(), say));
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

  /** The number of a service's process, while it runs. */
  public OptionalLong pid(Service service) {
    return services().supervisor(service).pid();
  }

  /** Kills a service without warning (SIGKILL); it is started again as if it had died. */
  public void kill(Service service) {
    services().supervisor(service).kill();
  }

  /** Stops a service (SIGTERM, then SIGKILL) until {@link #start(Service)}. */
  public void stop(Service service) {
    services().supervisor(service).stop();
  }

  /** Starts a stopped service; {@link #awaitReady} tells when it is ready. */
  public void start(Service service) {
    services().supervisor(service).start();
  }

  /** Returns when a service is ready. */
  public void awaitReady(Service service) {
    services().awaitReady(service);
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
        List.of(Service.values()).stream()
            .<Runnable>map(
                service ->
                    () ->
                        data.pidFile(service).endLeftover(service.jar(settings.root()).toString()))
            .toList());
    new PostgresFiles(data.postgres()).prepare();
  }

  private void requireBuilt(Service service) {
    if (Files.notExists(service.jar(settings.root()))) {
      throw new StartRefused(
          service.module() + " is not built: there is no " + service.jar(settings.root()));
    }
  }

  private Servers startServers() {
    AtomicReference<Postgres> postgres = new AtomicReference<>();
    AtomicReference<KafkaBroker> kafka = new AtomicReference<>();
    Parallel.run(
        List.of(
            () -> postgres.set(startPostgres()),
            () -> kafka.set(startKafka()),
            this::laySamples,
            this::startSimulators));
    return new Servers(postgres.get(), kafka.get());
  }

  private Postgres startPostgres() {
    long started = System.nanoTime();
    int port = settings.port(Listener.POSTGRES);
    Postgres postgres = parts.keep(Postgres.start(data.postgres(), port, true));
    say.accept(Progress.ready(Listener.POSTGRES.title(), port, started));
    return postgres;
  }

  private KafkaBroker startKafka() {
    long started = System.nanoTime();
    int port = settings.port(Listener.KAFKA);
    KafkaBroker kafka = parts.keep(KafkaBroker.start(data.kafka(), port));
    say.accept(Progress.ready(Listener.KAFKA.title(), port, started));
    return kafka;
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
    parts.keep(
        Gateway.start(
            gatewayPort(),
            settings
                .additions()
                .tls()
                .map(tls -> new Gateway.Secure(settings.port(Listener.TLS), tls)),
            this::port));
  }

  private Services services() {
    Services started = services.get();
    if (started == null) {
      throw new IllegalStateException("The stack is not started");
    }
    return started;
  }
}
