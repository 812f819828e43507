package io.stillframe.simulator.ledger;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.fault.FaultKind;

/**
 * One call that a cloud received. Headers and body are not kept, and so no key is.
 *
 * @param number counts the calls from 1
 * @param query as it came, without the question mark
 * @param status of the answer; absent while there is none, and for ever if none was sent
 * @param fault what struck it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallEntry(
    long number,
    Instant at,
    String method,
    String path,
    @Nullable String query,
    @Nullable Integer status,
    @Nullable FaultKind fault) {

  CallEntry answered(int answer) {
    return new CallEntry(number, at, method, path, query, answer, fault);
  }
}
