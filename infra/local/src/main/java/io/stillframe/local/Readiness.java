package io.stillframe.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a service whether it has started, with its channels, and is ready. */
final class Readiness implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private volatile boolean closed;

  /**
   * Returns once the service on this port is ready, or nobody wants to know any more.
   *
   * @return whether it became ready within the limit
   */
  boolean await(int port, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      do {
        if (isReady(port)) {
          return true;
        }
        if (System.nanoTime() < end) {
          Thread.sleep(INTERVAL);
        }
      } while (!closed && System.nanoTime() < end);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  boolean isOpen() {
    return !closed;
  }

  /** The time between two looks. */
  void pause() {
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all waiting. */
  @Override
  public void close() {
    closed = true;
    client.shutdownNow();
  }

  private boolean isReady(int port) throws InterruptedException {
    return isUp(port, "started") && isUp(port, "ready");
  }

  private boolean isUp(int port, String kind) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/" + kind))
            .timeout(ANSWER)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
