package io.stillframe.intake;

import java.util.function.Supplier;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.AdminEvent;

/** How a service tells what became of an administrator's request. */
public interface Telling {
  /**
   * Does the work and tells the event that it ends with: both in one transaction where the service
   * has an outbox, else the event when the work is done. It may be called again after a failure.
   */
  Uni<Void> tell(Supplier<Uni<AdminEvent>> work);
}
