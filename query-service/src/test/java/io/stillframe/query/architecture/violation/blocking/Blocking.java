package io.stillframe.query.architecture.violation.blocking;

import jakarta.transaction.Transactional;

import io.smallrye.mutiny.Uni;

import io.stillframe.query.architecture.violation.kafka.ConsumingResource;

/** Blocks, in a transaction of the other kind. */
public abstract class Blocking {
  ConsumingResource cycle;

  @Transactional
  void block(Uni<Void> uni) {
    uni.await().indefinitely();
  }
}
