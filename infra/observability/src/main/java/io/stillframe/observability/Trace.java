package io.stillframe.observability;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Message;

/**
 * The part of a trace that the framework cannot make: what lies between a message that is stored
 * now and sent later, and between a request that is taken and the steps that carry it out, in other
 * threads, processes and hours. Where nobody traces, nothing is made and nothing is kept.
 */
public final class Trace {
  /** The message header, and the column, that one process tells the next its span by. */
  public static final String HEADER = "traceparent";

  private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
  private static final Trace NONE = new Trace(Context.root());

  private final Context context;

  private Trace(Context context) {
    this.context = context;
  }

  /**
   * Whether it names a span. Anybody's header may say anything, and is no reason to refuse what it
   * is on.
   */
  public static boolean isReadable(String traceparent) {
    return isTraced(parse(traceparent));
  }

  /** The message as one that continues {@code traceparent}, whoever appends it. */
  public static Message continuing(@Nullable String traceparent, Message message) {
    return traceparent == null ? message : with(traceparent, message);
  }

  /**
   * The message with its own sending as what its readers continue: a part of the trace that it was
   * made to continue, else of what is being traced now.
   */
  public static Message sending(Message message) {
    String traceparent = message.headers().get(HEADER);
    Context parent = traceparent == null ? Context.current() : parse(traceparent);
    if (!isTraced(parent)) {
      return message;
    }
    Span span =
        builder("send " + message.topic(), SpanKind.PRODUCER, parent)
            .setAttribute("messaging.system", "kafka")
            .setAttribute("messaging.destination.name", message.topic())
            .setAttribute("messaging.kafka.message.key", message.key())
            .setAttribute(
                "stillframe.message", message.headers().getOrDefault("ce_type", "unknown"))
            .startSpan();
    span.end();
    return with(format(span.getSpanContext()), message);
  }

  /**
   * Begins a span that continues {@code traceparent}; none if that is null.
   *
   * @param keys what it is about, by the names that log lines use
   */
  public static Trace begin(
      String name, SpanKind kind, @Nullable String traceparent, Map<String, String> keys) {
    return traceparent == null ? NONE : begin(name, kind, parse(traceparent), keys);
  }

  /** Does {@code work} as a span of what is being traced now, if anything is. */
  public static <T> Uni<T> call(String name, Map<String, String> keys, Supplier<Uni<T>> work) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Trace trace = begin(name, SpanKind.CLIENT, Context.current(), keys);
              return trace
                  .during(work)
                  .onFailure()
                  .invoke(trace::failed)
                  .onTermination()
                  .invoke(trace::end);
            });
  }

  /**
   * Does {@code work} as a part of this span. It runs on a Vert.x context of its own, as whatever
   * comes next on that context would count as a part too.
   */
  @SuppressWarnings("MustBeClosedChecker") // it is closed when the work has ended, elsewhere
  public <T> Uni<T> during(Supplier<Uni<T>> work) {
    if (this == NONE) {
      return Uni.createFrom().deferred(work::get);
    }
    return Uni.createFrom()
        .deferred(
            () -> {
              Scope scope = context.makeCurrent();
              return Uni.createFrom().deferred(work::get).onTermination().invoke(scope::close);
            });
  }

  /**
   * Marks the span as one that went wrong. Messages of failures may quote others, so none is kept.
   */
  public void failed(Throwable failure) {
    Span.fromContext(context).setStatus(StatusCode.ERROR, failure.getClass().getSimpleName());
  }

  public void end() {
    Span.fromContext(context).end();
  }

  private static Trace begin(String name, SpanKind kind, Context parent, Map<String, String> keys) {
    if (!isTraced(parent)) {
      return NONE;
    }
    SpanBuilder builder = builder(name, kind, parent);
    keys.forEach(builder::setAttribute);
    return new Trace(parent.with(builder.startSpan()));
  }

  private static SpanBuilder builder(String name, SpanKind kind, Context parent) {
    return tracer().spanBuilder(name).setSpanKind(kind).setParent(parent);
  }

  private static Tracer tracer() {
    return GlobalOpenTelemetry.getTracer("io.stillframe");
  }

  private static boolean isTraced(Context parent) {
    return Span.fromContext(parent).getSpanContext().isValid();
  }

  private static Message with(String traceparent, Message message) {
    Map<String, String> headers = new LinkedHashMap<>(message.headers());
    headers.put(HEADER, traceparent);
    return new Message(message.topic(), message.key(), headers, message.value());
  }

  /** What cannot be read is no trace. */
  private static Context parse(String traceparent) {
    return W3C.extract(Context.root(), Map.of(HEADER, traceparent), new Getter());
  }

  private static String format(SpanContext span) {
    return "00-%s-%s-%s"
        .formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex());
  }

  private static final class Getter implements TextMapGetter<Map<String, String>> {
    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
      return carrier == null ? null : carrier.get(key);
    }
  }
}
