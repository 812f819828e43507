package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.awaitility.Awaitility;

import io.stillframe.local.DataFolder;
import io.stillframe.local.Listener;
import io.stillframe.local.Service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

/**
 * An overlay {@code local} of infra/kubernetes as it runs on a cluster whose only node is this
 * machine, which reaches the addresses of Services: callers come by the NodePort, and pods are
 * killed and deployments scaled by kubectl. {@code KUBECONFIG} says where the cluster is.
 */
final class Cluster implements Running {
  private static final int NODE_PORT = 30080;

  private static final Path PODS = Path.of("/var/log/pods");

  private static final Duration REPLACED = Duration.ofMinutes(2);

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

  /** As {@code overlays/local/prepare} writes it. */
  @Override
  public Duration inventoryPeriod() {
    return Duration.ofSeconds(5);
  }

  @Override
  public String address(Listener listener) {
    return switch (listener) {
      case POSTGRES -> service("postgresql") + ":5432";
      case CLOUDMC -> service("simulators") + ":8091";
      case SCALEWAY -> service("simulators") + ":8092";
      case GATEWAY, TLS, KAFKA, COMMAND, WORKER, QUERY ->
          throw new IllegalArgumentException("nobody has asked for " + listener + " yet");
    };
  }

  @Override
  public List<String> addresses(Service service) {
    String port =
        kubectl("get", "service", service.module(), "-o", "jsonpath={.spec.ports[0].port}");
    return words(
            kubectl(
                "get",
                "pods",
                "-l",
                label(service),
                "--field-selector=status.phase=Running",
                "-o",
                "jsonpath={.items[*].status.podIP}"))
        .map(address -> address + ":" + port)
        .toList();
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

  /** As the node keeps them: of the pods that there are, with what each ran before a restart. */
  @Override
  public List<String> logs() {
    try (Stream<Path> files = Files.walk(PODS)) {
      List<String> logs = new ArrayList<>();
      for (Path file : files.filter(Cluster::isLog).sorted().toList()) {
        logs.add(Files.readAllLines(file).stream().map(Cluster::logged).collect(joining("\n")));
      }
      return logs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLog(Path file) {
    return file.toString().endsWith(".log")
        && PODS.relativize(file).toString().startsWith("stillframe_");
  }

  /** What the process wrote: Docker has it in JSON, others after a time, a stream and a tag. */
  private static String logged(String line) {
    try {
      return line.startsWith("{")
          ? Api.JSON.readTree(line).path("log").asText().stripTrailing()
          : line.split(" ", 4)[3];
    } catch (JsonProcessingException e) {
      // It is just being written.
      return "";
    }
  }

  /** Not its number, which is another in each container, but what tells one pod from another. */
  @Override
  public OptionalLong pid(Service service) {
    String ids = ofPods(service.module(), "{.items[*].metadata.uid}");
    return ids.isBlank() ? OptionalLong.empty() : OptionalLong.of(ids.hashCode());
  }

  @Override
  public void kill(Service service) {
    kubectl("delete", "pods", "-l", label(service), "--force", GRACELESS, "--wait=false");
  }

  /** What tells the pods of a deployment from those before them. */
  Set<String> pods(String deployment) {
    return words(ofPods(deployment, "{.items[*].metadata.uid}")).collect(Collectors.toSet());
  }

  /**
   * Kills a pod, and returns when another is there in its place. Of several it is the newest: a
   * roll-out before may have told others to end.
   *
   * @param workload a deployment or a StatefulSet as kubectl names it, with its kind
   */
  void killOne(String workload) {
    String name = workload.substring(workload.indexOf('/') + 1);
    Set<String> before = pods(name);
    String newest = ofPods(name, "{.items[-1:].metadata.name}");
    kubectl("delete", "pod", newest, "--force", GRACELESS, "--wait=false");
    Awaitility.await().atMost(REPLACED).until(() -> !before.containsAll(pods(name)));
  }

  /** Something of its pods, the oldest first. */
  private static String ofPods(String deployment, String what) {
    return kubectl(
        "get",
        "pods",
        "-l",
        label(deployment),
        "--sort-by=.metadata.creationTimestamp",
        "-o",
        "jsonpath=" + what);
  }

  /** Replaces its pods one by one, as an upgrade does, and returns when all are new. */
  void restart(String deployment) {
    kubectl("rollout", "restart", "deployment/" + deployment);
    awaitReady("deployment/" + deployment);
  }

  /**
   * Applies the overlay once more, as its README says it, or another in its place; returns when all
   * of its Jobs are done.
   */
  void apply(Path overlay) {
    kubectl("delete", "job", "--all");
    kubectl("apply", "-k", overlay.toString());
    kubectl("wait", "--for=condition=complete", "--timeout=5m", "job", "--all");
  }

  /**
   * @param workload a deployment or a StatefulSet with its kind
   */
  void awaitReady(String workload) {
    kubectl("rollout", "status", workload, "--timeout=5m");
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
    awaitReady("deployment/" + service.module());
  }

  @Override
  public void close() {
    // It goes on.
  }

  private static void scale(Service service, int replicas) {
    kubectl("scale", "deployment/" + service.module(), "--replicas=" + replicas);
  }

  private static String label(Service service) {
    return label(service.module());
  }

  private static String label(String deployment) {
    return "app.kubernetes.io/name=" + deployment;
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("kubectl", "--namespace", "stillframe"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Stream<String> words(String text) {
    return text.isBlank() ? Stream.empty() : Arrays.stream(text.split(" "));
  }

  /** What it complains of stands in the output of the test. */
  private static String kubectl(String... arguments) {
    try {
      Process process =
          new ProcessBuilder(command(arguments)).redirectError(Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("kubectl " + String.join(" ", arguments) + " failed");
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
