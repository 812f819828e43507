package io.stillframe.e2e;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Callers that ask at the same time. */
public final class Callers {
  private Callers() {}

  /** What each of {@code calls} calls answered, in their order; the callers share them. */
  public static <T> List<T> together(int callers, int calls, IntFunction<T> call) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(callers, Thread.ofVirtual().factory())) {
      List<Future<T>> answers =
          IntStream.range(0, calls)
              .mapToObj(number -> threads.submit(() -> call.apply(number)))
              .toList();
      return answers.stream().map(Callers::get).toList();
    }
  }

  private static <T> T get(Future<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new AssertionError("a caller failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
