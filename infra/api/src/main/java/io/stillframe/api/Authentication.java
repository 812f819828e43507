package io.stillframe.api;

import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets nobody without a key, and nobody too often, past {@code /v1} or into a dialect, before the
 * request is routed and its body is looked at, so that strangers learn nothing about what exists. A
 * resource elsewhere that asks for its {@link CurrentCaller} is closed as well: there is none.
 */
class Authentication {
  private final Admission admission;
  private final CurrentCaller currentCaller;
  private final RequestRate rate;

  Authentication(Admission admission, CurrentCaller currentCaller, RequestRate rate) {
    this.admission = admission;
    this.currentCaller = currentCaller;
    this.rate = rate;
  }

  @ServerRequestFilter(preMatching = true, priority = 1000)
  public void authenticate(RoutingContext routing) {
    if (admission.isProtected(routing)) {
      Caller caller = admission.caller(routing).orElseThrow(CurrentCaller::unauthenticated);
      currentCaller.is(caller);
      rate.require(caller.organization());
    }
  }
}
