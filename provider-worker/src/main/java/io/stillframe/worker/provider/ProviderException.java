package io.stillframe.worker.provider;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;

/**
 * A call that a provider did not carry out, or may not have. Its class says what may be done about
 * it.
 */
public class ProviderException extends RuntimeException {
  private final ErrorClass errorClass;
  private final Problem problem;
  private final @Nullable Duration retryAfter;
  private final boolean answered;

  public ProviderException(ErrorClass errorClass, Problem problem) {
    this(errorClass, problem, null);
  }

  /**
   * @param retryAfter how long the provider asked us to wait
   */
  public ProviderException(ErrorClass errorClass, Problem problem, @Nullable Duration retryAfter) {
    this(errorClass, problem, retryAfter, true);
  }

  private ProviderException(
      ErrorClass errorClass, Problem problem, @Nullable Duration retryAfter, boolean answered) {
    super(problem.title() + ": " + problem.detail());
    this.errorClass = errorClass;
    this.problem = problem;
    this.retryAfter = retryAfter;
    this.answered = answered;
  }

  /** The provider could not be reached, or did not answer. */
  public static ProviderException unanswered(ErrorClass errorClass, Problem problem) {
    return new ProviderException(errorClass, problem, null, false);
  }

  /** The provider says no, and will say so again. */
  public static ProviderException rejected(ProblemType type, String detail) {
    return new ProviderException(ErrorClass.REJECTED, type.because(detail));
  }

  public ErrorClass errorClass() {
    return errorClass;
  }

  public Problem problem() {
    return problem;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the provider said anything at all. */
  public boolean answered() {
    return answered;
  }
}
