package io.stillframe.simulator.fault;

import java.time.Duration;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a fault plan.
 *
 * @param method of the calls it is for; all when absent
 * @param path of the calls it is for, where {@code *} stands for one segment and {@code **} for any
 *     number of them; all when absent
 * @param probability that it strikes such a call, above 0 and up to 1; 1 when absent
 * @param count how often it strikes, at least 1; without end when absent
 * @param millis how late it strikes; for late visibility and vanishing, after how long
 * @param status of an error, 500 to 599; 500 when absent
 * @param retryAfter seconds in the Retry-After header of a 429; no header when absent
 * @param body whether a 429 has a JSON body; none when absent, as Scaleway's has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true)
public record Fault(
    FaultKind kind,
    @Nullable String method,
    @Nullable String path,
    @Nullable Double probability,
    @Nullable Integer count,
    @Nullable Long millis,
    @Nullable Integer status,
    @Nullable Long retryAfter,
    @Nullable Boolean body)
    implements FaultBuilder.With {
  /** A day: more than any test waits. */
  private static final long LONGEST_MILLIS = 86_400_000;

  /** Refuses what could never strike, or never as told. */
  public Fault {
    require(kind != null, "kind is required");
    require(
        probability == null || (probability > 0 && probability <= 1),
        "probability: above 0, up to 1");
    require(count == null || count >= 1, "count: at least 1");
    require(millis == null || (millis >= 0 && millis <= LONGEST_MILLIS), "millis: 0 to 86400000");
    require(status == null || (status >= 500 && status <= 599), "status: 500 to 599");
    require(retryAfter == null || retryAfter >= 0, "retryAfter: 0 or more seconds");
  }

  /** A fault that strikes every call, always, at once. */
  public static Fault of(FaultKind kind) {
    return new Fault(kind, null, null, null, null, null, null, null, null);
  }

  /** The same for calls of one method and path pattern only. */
  public Fault on(String calledMethod, String pathPattern) {
    return withMethod(calledMethod).withPath(pathPattern);
  }

  /** The same, so many times only. */
  public Fault times(int strikes) {
    return withCount(strikes);
  }

  /** The same with its delay, or its time until it shows. */
  public Fault after(Duration time) {
    return withMillis(time.toMillis());
  }

  /** {@link #millis} as a time, none when absent. */
  public Duration time() {
    return Duration.ofMillis(Optional.ofNullable(millis).orElse(0L));
  }

  /** {@link #status}, 500 when absent. */
  public int errorStatus() {
    return Optional.ofNullable(status).orElse(500);
  }

  boolean isFor(String calledMethod, String calledPath) {
    return (method == null || method.equalsIgnoreCase(calledMethod))
        && (path == null || PathPattern.matches(path, calledPath));
  }

  private static void require(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(rule);
    }
  }
}
