package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

import io.stillframe.local.Ports;
import io.stillframe.local.Postgres;
import io.stillframe.local.Service;

/** Containers of the images that {@code infra/images} builds, as an installation runs them. */
final class Images {
  static final int CLOUDMC = 8091;
  static final int SCALEWAY = 8092;

  private static final Duration READY = Duration.ofMinutes(3);

  private final Network network;
  private final Path logs;

  /**
   * @param logs the folder that each container's output is kept in
   */
  Images(Network network, Path logs) {
    this.network = network;
    this.logs = logs;
  }

  PostgreSQLContainer postgres(Path databases) {
    PostgreSQLContainer postgres =
        kept(
                new PostgreSQLContainer(
                    DockerImageName.parse("stillframe/postgres:15")
                        .asCompatibleSubstituteFor("postgres")),
                "postgres")
            .withNetworkAliases("postgres")
            .withUsername("postgres")
            .withPassword("superuser")
            .withCopyFileToContainer(
                MountableFile.forHostPath(databases, 0644),
                "/docker-entrypoint-initdb.d/databases.sql")
            // Six services with twenty connections each.
            .withCommand("postgres", "-c", "max_connections=300");
    return published(postgres, PostgreSQLContainer.POSTGRESQL_PORT);
  }

  /** At ports of this machine that are the same when it is started again. */
  private static <C extends GenericContainer<?>> C published(C container, int... inside) {
    List<Integer> free = Ports.free(inside.length);
    container.setPortBindings(
        IntStream.range(0, inside.length)
            .mapToObj(i -> "127.0.0.1:%d:%d".formatted(free.get(i), inside[i]))
            .toList());
    return container;
  }

  Brokers brokers() {
    return new Brokers(this::of);
  }

  GenericContainer<?> simulators() {
    return of("stillframe/simulators:local", "simulators")
        .withExposedPorts(CLOUDMC, SCALEWAY)
        .waitingFor(Wait.forListeningPorts(CLOUDMC, SCALEWAY).withStartupTimeout(READY));
  }

  /**
   * A replica of a service, on a read-only file system.
   *
   * @param data the folder with configuration, volumes and snapshots; it is at the same place
   *     inside
   */
  GenericContainer<?> service(
      Service service, int replica, Path data, Path configuration, Brokers brokers) {
    String database = service.name().toLowerCase(java.util.Locale.ROOT);
    String address = "postgresql://postgres:5432/" + database;
    GenericContainer<?> container =
        of("stillframe/" + service.module() + ":local", service.module() + "-" + replica)
            .withNetworkAliases(service.module())
            .withFileSystemBind(data.toString(), data.toString())
            .withExposedPorts(port(service))
            .withTmpFs(Map.of("/tmp", "rw"))
            .withCreateContainerCmdModifier(
                command -> command.getHostConfig().withReadonlyRootfs(true))
            .withEnv("QUARKUS_DATASOURCE_USERNAME", Postgres.USER)
            .withEnv("QUARKUS_DATASOURCE_PASSWORD", Postgres.PASSWORD)
            .withEnv("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + address)
            .withEnv("QUARKUS_DATASOURCE_REACTIVE_URL", address)
            // As compose.yaml and the manifests have it.
            .withEnv("QUARKUS_SHUTDOWN_DELAY", "5S")
            .withEnv("QUARKUS_SHUTDOWN_TIMEOUT", "78S")
            .withEnv("KAFKA_BOOTSTRAP_SERVERS", brokers.addresses())
            .withEnv("SMALLRYE_CONFIG_LOCATIONS", configuration.toUri().toString());
    // As infra/local: seven JVMs that start and optimize at once leave two cores to nobody. Workers
    // do optimize: SHA-256 is six times slower without, 3.4 s for an image of 256 MiB.
    if (service != Service.WORKER) {
      container.withEnv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
    }
    return container.waitingFor(new Healthy().withStartupTimeout(READY));
  }

  private static int port(Service service) {
    return switch (service) {
      case COMMAND -> 8081;
      case WORKER -> 8082;
      case QUERY -> 8083;
    };
  }

  GenericContainer<?> gateway(Path certificate, Path key) {
    return published(of("stillframe/gateway:local", "gateway"), 8080, 8443)
        .withEnv("COMMAND_URL", "http://command-service:8081")
        .withEnv("WORKER_URL", "http://provider-worker:8082")
        .withEnv("QUERY_URL", "http://query-service:8083")
        .withEnv("TLS_CERTIFICATE", "/tmp/certificate.pem")
        .withEnv("TLS_KEY", "/tmp/key.pem")
        .withCopyFileToContainer(
            MountableFile.forHostPath(certificate, 0644), "/tmp/certificate.pem")
        .withCopyFileToContainer(MountableFile.forHostPath(key, 0644), "/tmp/key.pem")
        .waitingFor(new Healthy().withStartupTimeout(READY));
  }

  private GenericContainer<?> of(String image, String name) {
    return kept(new GenericContainer<>(DockerImageName.parse(image)), name)
        .withNetworkAliases(name);
  }

  private <C extends GenericContainer<?>> C kept(C container, String name) {
    Path log = logs.resolve(name + ".log");
    container.setNetwork(network);
    container.setLogConsumers(List.of(frame -> append(log, frame)));
    return container;
  }

  private static void append(Path log, OutputFrame frame) {
    if (frame.getType() == OutputFrame.OutputType.END) {
      return;
    }
    try {
      Files.write(log, frame.getBytes(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
