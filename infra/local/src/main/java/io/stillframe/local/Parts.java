package io.stillframe.local;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What runs, so that it can be stopped latest first, also while more is still being started. */
final class Parts implements AutoCloseable {
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Consumer<String> say;
  private boolean closed;

  /**
   * Nothing runs yet.
   *
   * @param say is told what could not be stopped
   */
  Parts(Consumer<String> say) {
    this.say = say;
  }

  /**
   * Keeps a part that was started.
   *
   * @throws StartRefused when everything was stopped in the meantime, and this part with it
   */
  <T extends AutoCloseable> T keep(T part) {
    synchronized (this) {
      if (!closed) {
        running.push(part);
        return part;
      }
    }
    stop(part);
    throw new StartRefused("Stopped while starting");
  }

  @Override
  public void close() {
    while (true) {
      AutoCloseable part;
      synchronized (this) {
        closed = true;
        if (running.isEmpty()) {
          return;
        }
        part = running.pop();
      }
      stop(part);
    }
  }

  /** One part that can't be stopped does not keep the others running. */
  private void stop(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      say.accept(part.getClass().getSimpleName() + " did not stop cleanly: " + e.getMessage());
    }
  }
}
