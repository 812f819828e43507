package io.stillframe.contract;

import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem.
 *
 * @param type the stable URI of its {@link ProblemType}
 * @param title one sentence, the same for every problem of the type
 * @param status the HTTP status
 * @param detail what happened this time
 * @param field the member, parameter or header that is meant
 * @param providerCode the provider's own code for it
 * @param providerRequestId what the provider calls the request, to ask its support with
 */
public record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    @Nullable String field,
    @Nullable String providerCode,
    @Nullable String providerRequestId) {

  /** Whether this is a problem of {@code problemType}. */
  public boolean is(ProblemType problemType) {
    return type.equals(problemType.uri());
  }
}
