package io.stillframe.query.reading;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/** One waiting request's bell. It is told about one id, or about everything. */
final class Wake {
  private final @Nullable UUID id;
  private final AtomicReference<CompletableFuture<Void>> next =
      new AtomicReference<>(new CompletableFuture<>());

  Wake(@Nullable UUID id) {
    this.id = id;
  }

  boolean isAbout(java.util.Set<UUID> ids) {
    return id == null || ids.contains(id);
  }

  void ring() {
    next.getAndSet(new CompletableFuture<>()).complete(null);
  }

  /**
   * Ends at the next ring. Taken before one looks, it also tells of what happened while one looked.
   */
  CompletableFuture<Void> next() {
    return next.get();
  }
}
