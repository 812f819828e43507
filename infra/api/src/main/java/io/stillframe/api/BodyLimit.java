package io.stillframe.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * than a few KiB on another thread. Over 200 lines because one reading has all of it: the bytes,
 * the time, and the room that all bodies share.
 */
@Singleton
class BodyLimit {
  static final int MAX_BYTES = 1024 * 1024;

  /** Before the framework's own limit, after its access log and metrics. */
  private static final int PRIORITY = 100;

  /** In which a body must have come: whoever sends a byte at a time holds a connection for ever. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The same for who has no key, and will be told no more than that. */
  private static final Duration PATIENCE_WITH_STRANGERS = Duration.ofSeconds(1);

  /**
   * How long the rest of a body is thrown away: a caller that still sends would miss the answer.
   */
  private static final Duration LINGER = Duration.ofSeconds(5);

  /** The same for who holds connections that others need. */
  private static final Duration SHORT_LINGER = Duration.ofSeconds(1);

  private static final String BODY = BodyLimit.class.getName();
  private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS");

  private final ProblemAnswers answers;
  private final Admission admission;
  private final BodyRoom room = new BodyRoom(Runtime.getRuntime().maxMemory() / 8);

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
    IncomingBody body = routing.get(BODY);
    if (body != null) {
      request.setEntityStream(body);
    }
  }

  private void read(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    if (WITHOUT_BODY.contains(request.method().name()) || request.isEnded()) {
      routing.next();
    } else if (announcedBytes(request) > MAX_BYTES) {
      refuse(routing, new ProblemException(problem()), LINGER);
    } else {
      collect(routing);
    }
  }

  private void collect(RoutingContext routing) {
    HttpServerRequest request = routing.request();
    Optional<String> organization = organization(routing);
    IncomingBody body = new IncomingBody(room, organization);
    if (!body.isAdmitted()) {
      body.decide();
      refuse(routing, tooMany(), SHORT_LINGER);
      return;
    }
    boolean isStranger = organization.isEmpty() && admission.isProtected(routing);
    long timer =
        routing
            .vertx()
            .setTimer(
                (isStranger ? PATIENCE_WITH_STRANGERS : PATIENCE).toMillis(),
                late -> {
                  if (body.decide()) {
                    body.drop();
                    refuse(
                        routing,
                        isStranger ? CurrentCaller.unauthenticated() : tooSlow(),
                        isStranger ? SHORT_LINGER : LINGER);
                  }
                });
    request.handler(
        chunk ->
            take(body, chunk)
                .ifPresent(
                    problem -> {
                      routing.vertx().cancelTimer(timer);
                      refuse(routing, problem, LINGER);
                    }));
    request.endHandler(
        end -> {
          if (body.decide()) {
            routing.vertx().cancelTimer(timer);
            routing.put(BODY, body);
            // Not every body is read.
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

  /** Whose body it is; strangers' are not kept at all. */
  private Optional<String> organization(RoutingContext routing) {
    return admission.isProtected(routing)
        ? admission.caller(routing).map(Caller::organization)
        : Optional.empty();
  }

  /**
   * Takes what came.
   *
   * @return why no more is taken
   */
  private static Optional<ProblemException> take(IncomingBody body, Buffer chunk) {
    if (body.isDecided()) {
      return Optional.empty();
    }
    boolean fits = body.add(chunk);
    if (body.length() > MAX_BYTES) {
      return Optional.of(refused(body, new ProblemException(problem())));
    }
    return fits ? Optional.empty() : Optional.of(refused(body, tooMany()));
  }

  private static ProblemException tooMany() {
    return new ProblemException(ProblemType.UNAVAILABLE.because("too many bodies come at once"))
        .with("Retry-After", "1");
  }

  private static ProblemException tooSlow() {
    return new ProblemException(
        ProblemType.BODY_TOO_SLOW.because(
            "the whole body must come within %d s".formatted(PATIENCE.toSeconds())));
  }

  private static ProblemException refused(IncomingBody body, ProblemException problem) {
    body.decide();
    body.drop();
    return problem;
  }

  private void refuse(RoutingContext routing, ProblemException problem, Duration linger) {
    HttpServerRequest request = routing.request();
    long timer = routing.vertx().setTimer(linger.toMillis(), late -> close(request));
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
