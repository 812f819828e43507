package io.stillframe.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Steps that need not wait for each other. */
final class Parallel {
  private Parallel() {}

  /** Runs them all and returns when all have ended; the first failure is thrown then. */
  static void run(List<Runnable> steps) {
    List<CompletableFuture<Void>> running =
        steps.stream()
            .map(step -> CompletableFuture.runAsync(step, Thread::startVirtualThread))
            .toList();
    try {
      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
