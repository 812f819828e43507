package io.stillframe.worker.inventory;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.ProviderException;

/** How an environment answered its check. */
record Health(@Nullable Problem problem) {
  static final Health HEALTHY = new Health(null);

  static Health of(Throwable failure) {
    return new Health(
        failure instanceof ProviderException known
            ? known.problem()
            : ProblemType.PROVIDER_UNAVAILABLE.because("the check failed"));
  }
}
