package io.stillframe.local;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Finding and ending processes that an earlier run has left behind. */
final class Processes {
  /** How long a process may take to end by itself before it is killed. */
  static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(50);

  private Processes() {}

  /**
   * The process with this number, if its command line names what we started it with: a number alone
   * may have gone to a stranger since.
   */
  static Optional<ProcessHandle> find(String pid, String commandLinePart) {
    if (!pid.matches("[0-9]{1,10}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(pid))
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.contains(commandLinePart))
                    .isPresent());
  }

  /** Asks with SIGTERM, then kills; returns after the end. */
  static void end(ProcessHandle process) {
    end(process, GRACE);
  }

  /** As {@link #end(ProcessHandle)}, for a process that takes its time. */
  static void end(ProcessHandle process, Duration grace) {
    process.destroy();
    awaitEnd(process, grace);
  }

  /** Asks with SIGINT, which PostgreSQL takes as "now, without waiting for clients"; then kills. */
  static void interrupt(ProcessHandle process) {
    signal(process, "INT");
  }

  /** Asks with SIGQUIT, which PostgreSQL takes as "leave everything as it is"; then kills. */
  static void quit(ProcessHandle process) {
    signal(process, "QUIT");
  }

  private static void signal(ProcessHandle process, String signal) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      process.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    awaitEnd(process);
  }

  /** Waits for the end of a process that was asked to end, and kills it after the grace time. */
  static void awaitEnd(ProcessHandle process) {
    awaitEnd(process, GRACE);
  }

  private static void awaitEnd(ProcessHandle process, Duration grace) {
    if (!endsWithin(process, grace)) {
      process.destroyForcibly();
      endsWithin(process, GRACE);
    }
  }

  /** Looks itself: the JDK looks at processes that are no children of ours with seconds between. */
  private static boolean endsWithin(ProcessHandle process, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      while (process.isAlive() && System.nanoTime() < end) {
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !process.isAlive();
  }
}
