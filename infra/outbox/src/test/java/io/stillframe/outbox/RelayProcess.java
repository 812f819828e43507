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

  static RelayProcess start(TestOutbox outbox, String bootstrapServers, String service)
      throws IOException {
    return new RelayProcess(
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
            .inheritIO()
            .start());
  }

  public static void main(String[] arguments) {
    Map<String, Object> settings =
        new HashMap<>(RelayProducer.settings(arguments[1], arguments[2]));
    settings.put(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, Holder.class.getName());
    Relay relay =
        new Relay(
            new OutboxTable(TestOutbox.dataSource(arguments[0])),
            new RelayProducer(settings),
            TestOutbox.CONFIG);
    relay.start();
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
