package io.stillframe.simulator.scaleway;

import io.stillframe.simulator.server.Answer;
import io.stillframe.simulator.server.RefusedException;

/** The ways in which an API of Scaleway says no; each generation has its own bodies. */
sealed interface Refusals permits LegacyRefusals, InstanceRefusals {
  Answer missingToken();

  Answer wrongToken();

  Answer unknownPath();

  Answer wrongMethod();

  Answer tooManyRequests();

  Answer broken(int status);

  RefusedException notJson();

  RefusedException required(String field);

  RefusedException unknownField(String field);

  RefusedException invalid(String field, String reason);

  /**
   * Nothing has this id.
   *
   * @param resource {@code snapshot} or {@code volume}
   */
  RefusedException unknown(String resource, String id);

  /** The token may not act for this organization. */
  RefusedException forbidden();

  RefusedException quotaExceeded(int quota);

  /** The state that a resource is in will pass, and then this is possible. */
  RefusedException conflict(String resource, String id, String state);

  /** Something that does not pass by itself is in the way. */
  RefusedException notPossible(String resource, String id, String reason);
}
