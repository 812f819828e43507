package io.stillframe.api;

import java.util.List;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.quarkus.arc.All;

/** The foreign APIs that this service answers. */
@Singleton
class Dialects {
  private final List<Dialect> all;

  Dialects(@All List<Dialect> all) {
    this.all = all;
  }

  Optional<Dialect> at(String normalizedPath) {
    // Resources are matched without matrix parameters.
    String path = normalizedPath.replaceAll(";[^/]*", "");
    return all.stream().filter(each -> each.serves(path)).findFirst();
  }
}
