package io.stillframe.worker.inventory;

import jakarta.enterprise.inject.Vetoed;

import io.stillframe.worker.provider.Connection;

/** Looks at nothing, also when somebody wants it to; where there are beans it is none. */
@Vetoed
public class QuietInventory extends Inventory {
  public QuietInventory() {
    super(null, null, null, null, null, null, null, null);
  }

  @Override
  public void soon(Connection connection) {}
}
