package io.stillframe.worker.inventory;

import java.util.Optional;
import java.util.stream.Stream;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.TimeoutException;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.ProviderException;

/** How an environment answered what the inventory asked. */
record Health(@Nullable Problem problem) {
  static final Health HEALTHY = new Health(null);

  /** None if the failure says nothing of the provider: it is our own. */
  static Optional<Health> of(Throwable failure) {
    Stream<Throwable> all =
        failure instanceof CompositeException several
            ? several.getCauses().stream()
            : Stream.of(failure);
    return all.flatMap(each -> problem(each).stream()).findFirst().map(Health::new);
  }

  private static Optional<Problem> problem(Throwable failure) {
    return switch (failure) {
      case ProviderException known -> Optional.of(known.problem());
      case TimeoutException ignored ->
          Optional.of(
              ProblemType.PROVIDER_UNAVAILABLE.because("the provider did not answer in time"));
      default -> Optional.empty();
    };
  }
}
