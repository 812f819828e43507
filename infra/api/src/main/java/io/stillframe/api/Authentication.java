package io.stillframe.api;

import jakarta.ws.rs.container.ContainerRequestContext;

import io.vertx.ext.web.RoutingContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets nobody without a key, and nobody too often, past {@code /v1} or into a dialect, before the
 * request is routed and its body is read, so that strangers learn nothing about what exists. A
 * resource elsewhere that asks for its {@link CurrentCaller} is closed as well: there is none.
 */
class Authentication {
  private final ApiKeys keys;
  private final CurrentCaller currentCaller;
  private final RequestRate rate;
  private final Dialects dialects;

  Authentication(ApiKeys keys, CurrentCaller currentCaller, RequestRate rate, Dialects dialects) {
    this.keys = keys;
    this.currentCaller = currentCaller;
    this.rate = rate;
    this.dialects = dialects;
  }

  @ServerRequestFilter(preMatching = true, priority = 1000)
  public void authenticate(ContainerRequestContext request, RoutingContext routing) {
    if (isProtected(routing.normalizedPath())) {
      Caller caller =
          PresentedKey.of(request.getHeaders())
              .flatMap(keys::authenticate)
              .orElseThrow(CurrentCaller::unauthenticated);
      currentCaller.is(caller);
      rate.require(caller.organization());
    }
  }

  /** The normalized path is what resources are matched with: no spelling of it gets around this. */
  private boolean isProtected(String normalizedPath) {
    return normalizedPath.equals("/v1")
        || normalizedPath.startsWith("/v1/")
        || dialects.at(normalizedPath).isPresent();
  }
}
