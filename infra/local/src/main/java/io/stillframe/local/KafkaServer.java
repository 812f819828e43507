package io.stillframe.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A {@link KafkaBroker} as a process of its own, for those who want to kill it. It prints a line
 * when it answers and ends on SIGTERM.
 */
public final class KafkaServer {
  private KafkaServer() {}

  /**
   * @param args the data directory, the port, and the one of its controller: where others come and
   *     go meanwhile, it must not be one of theirs
   */
  public static void main(String[] args) throws InterruptedException {
    KafkaBroker broker =
        KafkaBroker.start(
            Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), Map.of());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  broker.close();
                  stopped.countDown();
                }));
    System.out.println("Kafka answers at " + broker.bootstrapServers());
    stopped.await();
  }
}
