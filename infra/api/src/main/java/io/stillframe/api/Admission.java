package io.stillframe.api;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.ext.web.RoutingContext;

/** Who may come in, and where. Made when it is asked first: filters are there before the keys. */
@ApplicationScoped
class Admission {
  private final ApiKeys keys;
  private final Dialects dialects;

  Admission(ApiKeys keys, Dialects dialects) {
    this.keys = keys;
    this.dialects = dialects;
  }

  /**
   * Whether a key is needed. The normalized path is what resources are matched with: no spelling of
   * it gets around this.
   */
  boolean isProtected(RoutingContext request) {
    String path = request.normalizedPath();
    return path.equals("/v1") || path.startsWith("/v1/") || dialects.at(path).isPresent();
  }

  /** Whom the request's key belongs to. */
  Optional<Caller> caller(RoutingContext request) {
    return PresentedKey.of(request.request().headers()).flatMap(keys::authenticate);
  }
}
