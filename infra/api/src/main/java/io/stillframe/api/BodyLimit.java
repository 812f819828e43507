package io.stillframe.api;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;

/**
 * Reads a request's body as a whole, at most {@link #MAX_BYTES} and not for ever, before anything
 * else sees it. The framework's own limit ends a longer body without a word, and reads one of more
 * than a few KiB on another thread.
 */
@Singleton
class BodyLimit {
  static final int MAX_BYTES = 1024 * 1024;

  /** Before the framework's own limit, after its access log and metrics. */
  private static final int PRIORITY = 100;

  /** In which a body must have come: whoever sends a byte at a time holds a connection for ever. */
  private static final long PATIENCE_MILLIS = 10_000;

  /**
   * How long the rest of a body is thrown away: a caller that still sends would miss the answer.
   */
  private static final long LINGER_MILLIS = 5_000;

  private static final String BODY = BodyLimit.class.getName();
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

  private final ProblemAnswers answers;

  BodyLimit(ProblemAnswers answers) {
    this.answers = answers;
  }

  static Problem problem() {
    return ProblemType.BODY_TOO_LARGE.because("at most %d bytes are taken".formatted(MAX_BYTES));
  }

  void register(@Observes Filters filters) {
    filters.register(this::read, PRIORITY);
  }

  /** Hands the body on; without it the framework would wait for one that is read already. */
  @ServerRequestFilter(preMatching = true)
  public void passOn(ContainerRequestContext request, RoutingContext routing) {
    Buffer body = routing.get(BODY);
    if (body != null) {
      request.setEntityStream(new java.io.ByteArrayInputStream(body.getBytes()));
    }
  }

  private void read(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (WITHOUT_BODY.contains(request.method().name()) || request.isEnded()) {
      routing.next();
    } else if (announcedBytes(request) > MAX_BYTES) {
      refuse(routing, problem());
    } else {
      collect(routing);
    }
  }

  private void collect(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Buffer body = Buffer.buffer();
    AtomicBoolean decided = new AtomicBoolean();
    long timer =
        routing
            .vertx()
            .setTimer(
                PATIENCE_MILLIS,
                late -> {
                  if (decided.compareAndSet(false, true)) {
                    refuse(
                        routing,
                        ProblemType.BODY_TOO_SLOW.because(
                            "the whole body must come within %d s"
                                .formatted(PATIENCE_MILLIS / 1000)));
                  }
                });
    request.handler(
        chunk -> {
          if (decided.get()) {
            return;
          }
          if (body.length() + chunk.length() > MAX_BYTES) {
            decided.set(true);
            routing.vertx().cancelTimer(timer);
            refuse(routing, problem());
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.endHandler(
        end -> {
          if (decided.compareAndSet(false, true)) {
            routing.vertx().cancelTimer(timer);
            routing.put(BODY, body);
            routing.next();
          }
        });
    request.exceptionHandler(gone -> routing.vertx().cancelTimer(timer));
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.resume();
  }

  private void refuse(RoutingContext routing, Problem problem) {
    HttpServerRequest request = routing.request();
    long timer = routing.vertx().setTimer(LINGER_MILLIS, late -> close(request));
    request.handler(chunk -> {});
    request.endHandler(
        end -> {
          routing.vertx().cancelTimer(timer);
          close(request);
        });
    request.resume();
    answers.write(new ProblemException(problem), routing, Map.of(HttpHeaders.CONNECTION, "close"));
  }

  private static void close(HttpServerRequest request) {
    request.connection().close();
  }

  private static long announcedBytes(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
