package io.stillframe.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;

import io.netty.buffer.ByteBufInputStream;
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

  /**
   * What bodies may take of the memory together until their requests are answered, while they grow
   * twice of it; strangers' are not kept at all.
   */
  private static final long MOST_TOGETHER = Runtime.getRuntime().maxMemory() / 8;

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
  private final Admission admission;
  private final AtomicLong together = new AtomicLong();

  BodyLimit(ProblemAnswers answers, Admission admission) {
    this.answers = answers;
    this.admission = admission;
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
    Buffer body = routing.remove(BODY);
    if (body != null) {
      request.setEntityStream(new ByteBufInputStream(body.getByteBuf()));
    }
  }

  private void read(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (WITHOUT_BODY.contains(request.method().name()) || request.isEnded()) {
      routing.next();
    } else if (announcedBytes(request) > MAX_BYTES) {
      refuse(routing, new ProblemException(problem()));
    } else {
      collect(routing);
    }
  }

  private void collect(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Body body = new Body(admission.isProtected(routing) && admission.caller(routing).isPresent());
    long timer =
        routing
            .vertx()
            .setTimer(
                PATIENCE_MILLIS,
                late -> {
                  if (body.decide()) {
                    body.drop();
                    refuse(
                        routing,
                        new ProblemException(
                            ProblemType.BODY_TOO_SLOW.because(
                                "the whole body must come within %d s"
                                    .formatted(PATIENCE_MILLIS / 1000))));
                  }
                });
    request.handler(
        chunk ->
            body.add(chunk)
                .ifPresent(
                    problem -> {
                      routing.vertx().cancelTimer(timer);
                      refuse(routing, problem);
                    }));
    request.endHandler(
        end -> {
          if (body.decide()) {
            routing.vertx().cancelTimer(timer);
            routing.put(BODY, body.bytes);
            routing.addEndHandler(done -> body.drop());
            routing.next();
          }
        });
    request.exceptionHandler(
        gone -> {
          routing.vertx().cancelTimer(timer);
          body.decide();
          body.drop();
        });
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.resume();
  }

  /** A body that comes, until it is decided what becomes of it. One thread has to do with it. */
  private final class Body {
    private final boolean kept;
    private Buffer bytes = Buffer.buffer();
    private int length;
    private boolean decided;

    Body(boolean kept) {
      this.kept = kept;
    }

    /**
     * Takes what came.
     *
     * @return why no more is taken
     */
    Optional<ProblemException> add(Buffer chunk) {
      if (decided) {
        return Optional.empty();
      }
      length += chunk.length();
      if (length > MAX_BYTES) {
        return Optional.of(refused(new ProblemException(problem())));
      }
      if (!kept) {
        return Optional.empty();
      }
      bytes.appendBuffer(chunk);
      if (together.addAndGet(chunk.length()) > MOST_TOGETHER) {
        return Optional.of(
            refused(
                new ProblemException(
                        ProblemType.UNAVAILABLE.because("too many bodies come at once"))
                    .with("Retry-After", "1")));
      }
      return Optional.empty();
    }

    private ProblemException refused(ProblemException problem) {
      decide();
      drop();
      return problem;
    }

    /** Whether that was still open. */
    boolean decide() {
      boolean first = !decided;
      decided = true;
      return first;
    }

    /** Makes room for others: the connection that it came on may stay for longer. */
    void drop() {
      together.addAndGet(-bytes.length());
      bytes = Buffer.buffer();
    }
  }

  private void refuse(RoutingContext routing, ProblemException problem) {
    HttpServerRequest request = routing.request();
    long timer = routing.vertx().setTimer(LINGER_MILLIS, late -> close(request));
    request.handler(chunk -> {});
    request.endHandler(
        end -> {
          routing.vertx().cancelTimer(timer);
          close(request);
        });
    request.resume();
    Map<CharSequence, String> headers = new HashMap<>(problem.headers());
    headers.put(HttpHeaders.CONNECTION, "close");
    answers.write(problem, routing, headers);
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
