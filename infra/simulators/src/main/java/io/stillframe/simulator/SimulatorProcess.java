package io.stillframe.simulator;

import java.util.concurrent.CountDownLatch;

/** Runs the simulators as a process of their own. */
public final class SimulatorProcess {
  private SimulatorProcess() {}

  /**
   * Runs until SIGTERM or Ctrl-C. From the environment come the ports, {@code
   * STILLFRAME_CLOUDMC_PORT} (8091) and {@code STILLFRAME_SCALEWAY_PORT} (8092), and the interface,
   * {@code STILLFRAME_SIMULATORS_HOST} (127.0.0.1).
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws InterruptedException {
    SimulatorSettings settings =
        SimulatorSettings.defaults()
            .withHost(System.getenv().getOrDefault("STILLFRAME_SIMULATORS_HOST", "127.0.0.1"))
            .withCloudMcPort(port("STILLFRAME_CLOUDMC_PORT", 8091))
            .withScalewayPort(port("STILLFRAME_SCALEWAY_PORT", 8092));
    Simulators simulators = Simulators.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(simulators::close));
    System.out.println("CloudMC   " + simulators.cloudMc().url());
    System.out.println("Scaleway  " + simulators.scaleway().url());
    new CountDownLatch(1).await();
  }

  private static int port(String variable, int absent) {
    String text = System.getenv(variable);
    return text == null || text.isBlank() ? absent : Integer.parseInt(text.strip());
  }
}
