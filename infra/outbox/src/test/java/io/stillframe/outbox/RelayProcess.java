package io.stillframe.outbox;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * A relay in a process of its own, so that it can be paused and killed as an operating system does
 * it.
 */
final class RelayProcess implements AutoCloseable {
  private final Process process;

  private RelayProcess(Process process) {
    this.process = process;
  }

  /** Returns once the relay runs, so that what follows is not measured with the JVM's start. */
  static RelayProcess start(TestOutbox outbox, String bootstrapServers, String service)
      throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    RelayProcess.class.getName(),
                    outbox.url(),
                    bootstrapServers,
                    service))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (process.inputReader().readLine() == null) {
      throw new IllegalStateException("the relay ended at its start");
    }
    return new RelayProcess(process);
  }

  public static void main(String[] arguments) {
    Map<String, Object> settings =
        new HashMap<>(
            RelayProducer.settings(Map.of("bootstrap.servers", arguments[1]), arguments[2]));
    settings.put(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, Holder.class.getName());
    Relay relay =
        new Relay(
            new OutboxTable(TestOutbox.dataSource(arguments[0])),
            new RelayProducer(settings),
            TestOutbox.CONFIG);
    relay.start();
    System.out.println("runs");
  }

  String pid() {
    return Long.toString(process.pid());
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, pid()).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
