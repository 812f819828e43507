package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.ContainerNetwork;
import org.awaitility.Awaitility;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

import io.stillframe.local.Additions;
import io.stillframe.local.DataFolder;
import io.stillframe.local.Listener;
import io.stillframe.local.LocalConfiguration;
import io.stillframe.local.Postgres;
import io.stillframe.local.SampleVolumes;
import io.stillframe.local.Service;

/** Two containers of each service, with PostgreSQL, Kafka, simulated clouds and a gateway. */
public final class Containers implements Running {
  private static final int REPLICAS = 2;
  private static final Duration READY = Duration.ofMinutes(3);

  /** As the manifests and compose.yaml give it. */
  private static final int GRACE_SECONDS = 105;

  private final DataFolder data;
  private final Network network = Network.newNetwork();
  private final DockerClient docker = DockerClientFactory.instance().client();
  private final Images images;
  private final PostgreSQLContainer postgres;
  private final Brokers kafka;
  private final GenericContainer<?> simulators;
  private final GenericContainer<?> gateway;
  private final Map<Service, List<GenericContainer<?>>> services = new EnumMap<>(Service.class);

  private Containers(Path folder, Additions additions) throws IOException {
    data = new DataFolder(folder);
    data.create();
    SampleVolumes.layOutOnce(data);
    Files.write(data.configuration(), configuration(data, additions));
    shareWithContainers(folder);
    Path databases = Files.writeString(folder.resolve("databases.sql"), databases());
    images = new Images(network, data.root().resolve("logs"));
    postgres = images.postgres(databases);
    kafka = images.brokers();
    simulators = images.simulators();
    Additions.Tls tls = additions.tls().orElseThrow();
    gateway = images.gateway(tls.certificate(), tls.key());
    for (Service service : Service.values()) {
      services.put(
          service,
          IntStream.rangeClosed(1, REPLICAS)
              .<GenericContainer<?>>mapToObj(
                  replica -> images.service(service, replica, folder, data.configuration(), kafka))
              .toList());
    }
  }

  /** Starts all of them and returns when all are ready. */
  public static Containers start(Path folder, Additions additions) {
    try {
      Containers all = new Containers(folder, additions);
      try {
        Startables.deepStart(
                Stream.concat(
                    Stream.of(all.postgres, all.simulators), all.kafka.containers().stream()))
            .join();
        try (GenericContainer<?> topics = all.kafka.topics()) {
          topics.start();
        }
        Startables.deepStart(all.services.values().stream().flatMap(List::stream)).join();
        all.gateway.start();
        return all;
      } catch (RuntimeException e) {
        all.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As infra/local writes it, with the clouds at their names in the network. */
  private static List<String> configuration(DataFolder data, Additions additions)
      throws IOException {
    List<String> lines = new ArrayList<>(LocalConfiguration.lines(data));
    lines.addAll(
        LocalConfiguration.simulated(
            "http://simulators:" + Images.CLOUDMC, "http://simulators:" + Images.SCALEWAY));
    lines.addAll(Files.readAllLines(additions.configuration().orElseThrow()));
    return lines;
  }

  /** In containers they are nobody on this machine. */
  private static void shareWithContainers(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        Files.setPosixFilePermissions(
            each,
            PosixFilePermissions.fromString(Files.isDirectory(each) ? "rwxrwxrwx" : "rw-r--r--"));
      }
    }
  }

  private static String databases() {
    return Postgres.DATABASES.stream()
        .map(database -> "create database %s owner %s;".formatted(database, Postgres.USER))
        .collect(
            Collectors.joining(
                "\n",
                "create role %s login password '%s';%n".formatted(Postgres.USER, Postgres.PASSWORD),
                "\n"));
  }

  @Override
  public int gatewayPort() {
    return gateway.getMappedPort(8080);
  }

  @Override
  public int port(Listener listener) {
    return switch (listener) {
      case GATEWAY -> gatewayPort();
      case TLS -> gateway.getMappedPort(8443);
      case POSTGRES -> postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
      case KAFKA -> kafka.port();
      case CLOUDMC -> simulators.getMappedPort(Images.CLOUDMC);
      case SCALEWAY -> simulators.getMappedPort(Images.SCALEWAY);
      case COMMAND, WORKER, QUERY ->
          throw new IllegalArgumentException("see addresses(Service) for " + listener);
    };
  }

  /** They change with each start. */
  @Override
  public List<String> addresses(Service service) {
    return replicas(service).stream().map(this::address).toList();
  }

  private String address(GenericContainer<?> container) {
    return docker
        .inspectContainerCmd(container.getContainerId())
        .exec()
        .getNetworkSettings()
        .getPorts()
        .getBindings()
        .values()
        .stream()
        .map(bindings -> "127.0.0.1:" + bindings[0].getHostPortSpec())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public DataFolder data() {
    return data;
  }

  /** As the engine keeps them: what follows a container's output loses it at a restart. */
  @Override
  public List<String> logs() {
    return all().map(GenericContainer::getLogs).toList();
  }

  @Override
  public OptionalLong pid(Service service) {
    ContainerState state = state(replicas(service).getFirst());
    Long pid = state.getPidLong();
    return pid == null || pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid);
  }

  @Override
  public void kill(Service service) {
    replicas(service).forEach(each -> docker.killContainerCmd(each.getContainerId()).exec());
    start(service);
  }

  @Override
  public void stop(Service service) {
    replicas(service).stream().parallel().forEach(this::stop);
  }

  private void stop(GenericContainer<?> container) {
    docker.stopContainerCmd(container.getContainerId()).withTimeout(GRACE_SECONDS).exec();
  }

  /** Stops one politely, starts it, and returns when it is ready. */
  void restart(GenericContainer<?> container) {
    stop(container);
    docker.startContainerCmd(container.getContainerId()).exec();
    awaitReady(container);
  }

  @Override
  public void start(Service service) {
    for (GenericContainer<?> each : replicas(service)) {
      try {
        docker.startContainerCmd(each.getContainerId()).exec();
      } catch (NotModifiedException e) {
        // It runs already.
      }
    }
  }

  @Override
  public void awaitReady(Service service) {
    replicas(service).forEach(this::awaitReady);
  }

  void awaitReady(GenericContainer<?> container) {
    Awaitility.await()
        .atMost(READY)
        .until(() -> "healthy".equals(state(container).getHealth().getStatus()));
  }

  /** The containers of a service. */
  List<GenericContainer<?>> replicas(Service service) {
    return services.getOrDefault(service, List.of());
  }

  /** The brokers. */
  List<GenericContainer<?>> brokers() {
    return kafka.containers();
  }

  GenericContainer<?> postgres() {
    return postgres;
  }

  GenericContainer<?> gateway() {
    return gateway;
  }

  /** Takes the container out of its network for a while; its names come back with it. */
  void cutOff(String id, Duration time) throws InterruptedException {
    List<String> names =
        docker
            .inspectContainerCmd(id)
            .exec()
            .getNetworkSettings()
            .getNetworks()
            .values()
            .iterator()
            .next()
            .getAliases();
    docker.disconnectFromNetworkCmd().withNetworkId(network.getId()).withContainerId(id).exec();
    try {
      Thread.sleep(time);
    } finally {
      docker
          .connectToNetworkCmd()
          .withNetworkId(network.getId())
          .withContainerId(id)
          .withContainerNetwork(new ContainerNetwork().withAliases(names))
          .exec();
    }
  }

  private ContainerState state(GenericContainer<?> container) {
    return docker.inspectContainerCmd(container.getContainerId()).exec().getState();
  }

  @Override
  public void close() {
    all().parallel().forEach(GenericContainer::stop);
    network.close();
  }

  private Stream<GenericContainer<?>> all() {
    return Stream.of(
            Stream.<GenericContainer<?>>of(gateway, simulators, postgres),
            services.values().stream().flatMap(List::stream),
            kafka.containers().stream())
        .flatMap(each -> each);
  }
}
