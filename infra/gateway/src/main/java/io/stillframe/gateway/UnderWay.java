package io.stillframe.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** What is being answered, so that a stop can wait for it and send callers elsewhere. */
final class UnderWay {
  private static final long LOOK_MILLIS = 50;

  private final AtomicInteger count = new AtomicInteger();
  private final Visitors visitors;
  private volatile boolean leaving;

  UnderWay(Visitors visitors) {
    this.visitors = visitors;
  }

  Handler<HttpServerRequest> counting(Handler<HttpServerRequest> next) {
    return request -> {
      count.incrementAndGet();
      visitors.asks(request.connection());
      HttpServerResponse response = request.response();
      AtomicBoolean over = new AtomicBoolean();
      Handler<Void> end =
          ignored -> {
            if (over.compareAndSet(false, true)) {
              count.decrementAndGet();
              visitors.answered(request.connection());
            }
          };
      response.endHandler(end);
      response.closeHandler(end);
      response.headersEndHandler(ignored -> sendElsewhere(request));
      next.handle(request);
    };
  }

  /** The caller's next request opens a new connection, to whoever is still there. */
  private void sendElsewhere(HttpServerRequest request) {
    if (leaving) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
  }

  /**
   * From now on each answer is the last of its connection. Returns when nothing is under way.
   *
   * @param atLeast in which callers that use a connection now and then use it once more
   * @param atMost after which what is under way is given up
   */
  void leave(Duration atLeast, Duration atMost) throws InterruptedException {
    leaving = true;
    long begun = System.nanoTime();
    while (!isOver(System.nanoTime() - begun, atLeast, atMost)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean isOver(long waited, Duration atLeast, Duration atMost) {
    return waited > atMost.toNanos() || waited > atLeast.toNanos() && count.get() == 0;
  }
}
