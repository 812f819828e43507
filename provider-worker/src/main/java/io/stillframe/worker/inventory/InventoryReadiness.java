package io.stillframe.worker.inventory;

import jakarta.enterprise.context.ApplicationScoped;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when every environment was looked at since the start: from then on requests find what they
 * name.
 */
@Readiness
@ApplicationScoped
class InventoryReadiness implements HealthCheck {
  private final Inventory inventory;

  InventoryReadiness(Inventory inventory) {
    this.inventory = inventory;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("inventory").status(inventory.hasLooked()).build();
  }
}
