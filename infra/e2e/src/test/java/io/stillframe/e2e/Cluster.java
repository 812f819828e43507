package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;

import io.stillframe.local.DataFolder;
import io.stillframe.local.Listener;
import io.stillframe.local.Service;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The overlay {@code local} of infra/kubernetes as it runs on a cluster whose only node is this
 * machine, which reaches the addresses of Services: callers come by the NodePort, and pods are
 * killed and deployments scaled by kubectl. {@code KUBECONFIG} says where the cluster is.
 */
final class Cluster implements Running {
  private static final int NODE_PORT = 30080;

  private static final String GRACELESS = "--grace-period=0";

  private final DataFolder data = new DataFolder(Path.of("/var/lib/stillframe/disks"));

  private Cluster() {}

  /** To be called before anything else is looked up: the broker tells its clients its name. */
  static Cluster attach(Path folder) {
    Cluster cluster = new Cluster();
    String address = service("kafka");
    try {
      Files.createDirectories(cluster.data.root().resolve("logs"));
      Path hosts =
          Files.write(folder.resolve("hosts"), List.of("127.0.0.1 localhost", address + " kafka"));
      System.setProperty("jdk.net.hosts.file", hosts.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cluster;
  }

  @Override
  public int gatewayPort() {
    return NODE_PORT;
  }

  @Override
  public int port(Listener listener) {
    if (listener == Listener.GATEWAY) {
      return NODE_PORT;
    }
    throw new IllegalArgumentException(listener + " is inside the cluster");
  }

  @Override
  public String address(Listener listener) {
    return switch (listener) {
      case GATEWAY -> "127.0.0.1:" + NODE_PORT;
      case KAFKA -> broker();
      case POSTGRES -> service("postgresql") + ":5432";
      case CLOUDMC -> service("simulators") + ":8091";
      case SCALEWAY -> service("simulators") + ":8092";
      case COMMAND -> address(Service.COMMAND);
      case WORKER -> address(Service.WORKER);
      case QUERY -> address(Service.QUERY);
      case TLS -> throw new IllegalArgumentException("the overlay has no TLS");
    };
  }

  @Override
  public String address(Service service) {
    return kubectl(
        "get",
        "service",
        service.module(),
        "-o",
        "jsonpath={.spec.clusterIP}:{.spec.ports[0].port}");
  }

  private static String service(String name) {
    return kubectl("get", "service", name, "-o", "jsonpath={.spec.clusterIP}");
  }

  @Override
  public Connection database(String name) throws SQLException {
    String password =
        kubectl("get", "secret", name + "-database", "-o", "jsonpath={.data.password}");
    return DriverManager.getConnection(
        jdbcUrl(name), name, new String(Base64.getDecoder().decode(password), UTF_8));
  }

  @Override
  public String broker() {
    return "kafka:9092";
  }

  @Override
  public DataFolder data() {
    return data;
  }

  /** Of the pods that there are; those that were killed took theirs along. */
  @Override
  public List<String> logs() {
    return Arrays.stream(kubectl("get", "pods", "-o", "name").split("\n"))
        .map(pod -> kubectl("logs", pod))
        .toList();
  }

  /** Not its number, which is another in each container, but what tells one pod from another. */
  @Override
  public OptionalLong pid(Service service) {
    String ids =
        kubectl("get", "pods", "-l", label(service), "-o", "jsonpath={.items[*].metadata.uid}");
    return ids.isBlank() ? OptionalLong.empty() : OptionalLong.of(ids.hashCode());
  }

  @Override
  public void kill(Service service) {
    kubectl("delete", "pods", "-l", label(service), "--force", GRACELESS, "--wait=false");
  }

  /** Kills one pod of the deployment. */
  void killOne(String deployment) {
    String pod =
        kubectl(
            "get",
            "pods",
            "-l",
            "app.kubernetes.io/name=" + deployment,
            "-o",
            "jsonpath={.items[0].metadata.name}");
    kubectl("delete", "pod", pod, "--force", GRACELESS, "--wait=false");
  }

  /** Replaces its pods one by one, as an upgrade does, and returns when all are new. */
  void restart(String deployment) {
    kubectl("rollout", "restart", "deployment/" + deployment);
    awaitReady(deployment);
  }

  /** Takes another overlay in the place of what runs; returns when its migrations are done. */
  void apply(Path overlay) {
    kubectl("delete", "job", "--all");
    kubectl("apply", "-k", overlay.toString());
    kubectl("wait", "--for=condition=complete", "--timeout=5m", "job", "--all");
  }

  void awaitReady(String deployment) {
    kubectl("rollout", "status", "deployment/" + deployment, "--timeout=5m");
  }

  @Override
  public void stop(Service service) {
    scale(service, 0);
    kubectl("wait", "--for=delete", "pod", "-l", label(service), "--timeout=2m");
  }

  @Override
  public void start(Service service) {
    scale(service, 2);
  }

  @Override
  public void awaitReady(Service service) {
    awaitReady(service.module());
  }

  @Override
  public void close() {
    // It goes on.
  }

  private static void scale(Service service, int replicas) {
    kubectl("scale", "deployment/" + service.module(), "--replicas=" + replicas);
  }

  private static String label(Service service) {
    return "app.kubernetes.io/name=" + service.module();
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", "stillframe"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String kubectl(String... arguments) {
    try {
      Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", arguments) + ": " + output);
      }
      return output.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
