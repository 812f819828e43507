package io.stillframe.api;

import io.vertx.core.http.HttpServerRequest;

/**
 * A foreign API that is answered beside our own. Its calls need the same keys, and whatever ends
 * one of them otherwise than well is told in its own words.
 */
public interface Dialect {
  /**
   * Whether an address belongs to it.
   *
   * @param path normalized, as resources are matched with it
   */
  boolean serves(String path);

  /** The answer in place of the problem. */
  Refusal refuse(ProblemException refused, HttpServerRequest request);

  /**
   * @param body written as JSON
   */
  record Refusal(int status, Object body) {}
}
