package io.stillframe.worker.provider;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/** What came of the calls that this process made, for the metrics and for the budgets. */
@Singleton
public class Calls {
  private final MeterRegistry meters;
  private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

  Calls(MeterRegistry meters) {
    this.meters = meters;
  }

  /** The call, counted when it ends. One that is given up has no answer. */
  <T> Uni<T> watch(String provider, Uni<T> call) {
    return call.onItem()
        .invoke(() -> count(provider, CallOutcome.SUCCEEDED, null))
        .onFailure()
        .invoke(
            failure ->
                count(
                    provider,
                    CallOutcome.of(failure),
                    failure instanceof ProviderException known ? known : null))
        .onCancellation()
        .invoke(() -> count(provider, CallOutcome.UNANSWERED, null));
  }

  /** Whether any calls have ended that were not taken yet. */
  public boolean hasNews() {
    return !tallies.isEmpty();
  }

  /** What came of the calls since this was asked last, by connection. */
  public Map<String, Tally> take() {
    Map<String, Tally> taken = new HashMap<>();
    tallies
        .keySet()
        .forEach(
            provider -> {
              Tally tally = tallies.remove(provider);
              if (tally != null) {
                taken.put(provider, tally);
              }
            });
    return taken;
  }

  /** Has what was taken taken again, because it could not be made use of. */
  public void putBack(Map<String, Tally> taken) {
    taken.forEach(
        (provider, tally) ->
            tallies.merge(provider, tally, (later, earlier) -> earlier.then(later)));
  }

  private void count(String provider, CallOutcome outcome, @Nullable ProviderException failure) {
    Counter.builder("stillframe.provider.calls")
        .description("Calls to providers that have ended, or were given up")
        .tag("provider", provider)
        .tag("outcome", outcome.label())
        .register(meters)
        .increment();
    tallies.merge(
        provider,
        Tally.NONE.and(outcome, failure == null ? null : failure.retryAfter()),
        Tally::then);
  }
}
