package io.stillframe.worker;

import java.lang.reflect.Modifier;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import io.stillframe.simulator.SimulatorSettings;
import io.stillframe.simulator.Simulators;

/**
 * Configures the providers {@code cox} and {@code par1} at simulators, and gives them to the test.
 */
public final class SimulatedClouds implements QuarkusTestResourceLifecycleManager {
  static final String OWNER = "000a115d-2852-4b0a-9ce8-47f1134ba95a";

  private Simulators simulators;

  @Override
  public Map<String, String> start() {
    SimulatorSettings settings = SimulatorSettings.defaults();
    simulators = Simulators.start(settings);
    String cox = "stillframe.providers.cox.";
    String par1 = "stillframe.providers.par1.";
    return Map.ofEntries(
        Map.entry(cox + "kind", "cloudmc"),
        Map.entry(cox + "url", simulators.cloudMc().url() + "/api/v2"),
        Map.entry(cox + "key", settings.cloudMc().apiKey()),
        Map.entry(cox + "call-timeout", "2s"),
        // Longer than the first pause after a failure, as at most clouds.
        Map.entry(cox + "visibility-delay", "1500ms"),
        Map.entry(cox + "environments.test_area.organization", Life.ACME),
        Map.entry(par1 + "kind", "scaleway"),
        Map.entry(par1 + "url", simulators.scaleway().url().toString()),
        Map.entry(par1 + "key", settings.scaleway().token()),
        Map.entry(par1 + "call-timeout", "2s"),
        Map.entry(par1 + "visibility-delay", "500ms"),
        Map.entry(par1 + "environments.par1.organization", OWNER));
  }

  @Override
  public void inject(TestInjector injector) {
    // A test of one driver alone has simulators of its own, which are static.
    injector.injectIntoFields(
        simulators,
        field -> field.getType() == Simulators.class && !Modifier.isStatic(field.getModifiers()));
  }

  @Override
  public void stop() {
    simulators.close();
  }
}
