package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.kafka.common.utils.Exit;

/** What {@code infra/up} runs: a {@link LocalStack} until somebody stops it. */
public final class LocalStillframe {
  private LocalStillframe() {}

  /**
   * Runs until Ctrl-C or SIGTERM.
   *
   * @param args the repository's root, and what {@link Additions} takes
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws InterruptedException {
    long started = System.nanoTime();
    AtomicBoolean ending = new AtomicBoolean();
    try {
      List<String> arguments = List.of(args);
      Settings settings =
          Settings.from(
              Path.of(arguments.isEmpty() ? "" : arguments.getFirst()),
              arguments.stream().skip(1).toList(),
              System.getenv());
      LocalStack stack = new LocalStack(settings, System.out::println);
      Logs.toFile(stack.data().ownLog());
      endWithKafka();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stack, ending)));
      stack.start();
      System.out.println(Welcome.text(stack, settings, started));
      new CountDownLatch(1).await();
    } catch (RuntimeException | IOException e) {
      // A signal during the start ends it too, and needs no explanation.
      if (ending.compareAndSet(false, true)) {
        System.err.println("Stillframe did not start: " + reason(e));
        System.exit(1);
      }
    }
  }

  private static String reason(Exception failure) {
    return failure instanceof StartRefused
        ? String.valueOf(failure.getMessage())
        : failure.toString();
  }

  private static void stop(LocalStack stack, AtomicBoolean ending) {
    boolean asked = ending.compareAndSet(false, true);
    if (asked) {
      System.out.println("Stopping");
    }
    stack.close();
    if (asked) {
      System.out.println("Stopped");
    }
  }

  /**
   * A broker that gives up would halt the process, and leave PostgreSQL and the services behind.
   */
  private static void endWithKafka() {
    Exit.Procedure orderly =
        (status, message) -> {
          System.err.println("Kafka gave up: " + message);
          Thread.ofPlatform().start(() -> System.exit(1));
        };
    Exit.setExitProcedure(orderly);
    Exit.setHaltProcedure(orderly);
  }
}
