package io.stillframe.local;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Keeps one process running: one that ends without having been asked to is started again. */
final class Supervisor implements AutoCloseable {
  /**
   * Ctrl-C reaches the services at the same moment as us; this much later we know whether a service
   * died or all of us are to stop.
   */
  private static final Duration SECOND_THOUGHT = Duration.ofMillis(300);

  private final String name;
  private final Launch launch;
  private final PidFile pidFile;
  private final Consumer<String> say;
  private final Backoff backoff = new Backoff();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private boolean wanted;
  private @Nullable Process process;
  private @Nullable Thread watch;

  Supervisor(String name, Launch launch, PidFile pidFile, Consumer<String> say) {
    this.name = name;
    this.launch = launch;
    this.pidFile = pidFile;
    this.say = say;
  }

  /** Starts the process, or does nothing when it is wanted already. */
  void start() {
    lock.lock();
    try {
      if (!wanted) {
        wanted = true;
        Process started = launch();
        watch = Thread.ofVirtual().name("supervisor of " + name).start(() -> watch(started));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the process, at the latest by force after its grace time, and leaves it so. */
  void stop() {
    Process last;
    Thread watching;
    lock.lock();
    try {
      wanted = false;
      changed.signalAll();
      last = process;
      watching = watch;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      Processes.end(last.toHandle(), launch.grace());
    }
    if (watching != null) {
      awaitEnd(watching);
    }
    pidFile.delete();
  }

  /** Kills the process without warning; it is started again like one that died. */
  void kill() {
    lock.lock();
    try {
      if (process != null) {
        process.destroyForcibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether it is to run; one that is being stopped takes no more work. */
  boolean isWanted() {
    lock.lock();
    try {
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  /** The number of the running process. */
  OptionalLong pid() {
    lock.lock();
    try {
      return process != null && process.isAlive()
          ? OptionalLong.of(process.pid())
          : OptionalLong.empty();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private void watch(Process first) {
    try {
      @Nullable Process current = first;
      while (current != null) {
        long started = System.nanoTime();
        int status = current.waitFor();
        Duration ran = Duration.ofNanos(System.nanoTime() - started);
        current = again(status, backoff.after(ran));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next process, or nothing when none is wanted any more. */
  private @Nullable Process again(int status, Duration wait) throws InterruptedException {
    lock.lock();
    try {
      if (isUnwantedWithin(SECOND_THOUGHT)) {
        return null;
      }
      say.accept(
          "%s ended (exit status %d), starting it again in %.1f s"
              .formatted(name, status, wait.toMillis() / 1000.0));
      return isUnwantedWithin(wait) ? null : launch();
    } finally {
      lock.unlock();
    }
  }

  private boolean isUnwantedWithin(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    while (wanted && left > 0) {
      left = changed.awaitNanos(left);
    }
    return !wanted;
  }

  private Process launch() {
    try {
      Process started = launch.start();
      process = started;
      pidFile.write(started);
      return started;
    } catch (IOException e) {
      throw new IllegalStateException(name + " can't be started: " + e.getMessage(), e);
    }
  }

  private static void awaitEnd(Thread thread) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the process that is supervised. */
  interface Launch {
    Process start() throws IOException;

    /** How long it may take to end when it is asked to. */
    default Duration grace() {
      return Processes.GRACE;
    }
  }
}
