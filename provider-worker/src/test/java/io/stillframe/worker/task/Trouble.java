package io.stillframe.worker.task;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;

/** What may go wrong with a call. */
enum Trouble {
  NONE(true, null),
  REJECTED(false, ErrorClass.REJECTED),
  THROTTLED(false, ErrorClass.THROTTLED),
  RETRYABLE(false, ErrorClass.RETRYABLE),
  /** The answer is lost after the work was done. */
  LOST(true, ErrorClass.UNCERTAIN),
  /** The answer is lost, and what was done can be seen later only. */
  LOST_AND_UNSEEN(true, ErrorClass.UNCERTAIN),
  /** The call is lost. */
  NEVER_CALLED(false, ErrorClass.UNCERTAIN),
  /** The work was done, and the answer makes no sense. */
  BROKEN(true, ErrorClass.BROKEN),
  /** A removal takes its time. */
  SLOW(true, null),
  /** What is being made can't be removed before it is finished. */
  KEPT(true, null),
  /** The provider may not be asked, and the task is late. */
  HELD(true, null);

  private final boolean acts;
  private final @Nullable ErrorClass errorClass;

  Trouble(boolean acts, @Nullable ErrorClass errorClass) {
    this.acts = acts;
    this.errorClass = errorClass;
  }

  void before() {
    if (!acts) {
      fail();
    }
  }

  void after() {
    if (errorClass != null) {
      fail();
    }
  }

  private void fail() {
    throw new ProviderException(
        errorClass,
        ProblemType.PROVIDER_ERROR.because("trouble: " + name()),
        this == THROTTLED ? Duration.ofSeconds(10) : null);
  }
}
