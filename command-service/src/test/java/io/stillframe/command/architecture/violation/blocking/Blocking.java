package io.stillframe.command.architecture.violation.blocking;

import jakarta.transaction.Transactional;

import io.smallrye.mutiny.Uni;

import io.stillframe.command.architecture.violation.other.Other;

/** Breaks rules on purpose: it waits for a Uni, consumes under another name, and is in a cycle. */
class Blocking {
  Other other = new Other();

  @Transactional
  @org.eclipse.microprofile.reactive.messaging.Incoming("nothing")
  String wait(String value) {
    return Uni.createFrom().item(value).await().indefinitely();
  }
}
