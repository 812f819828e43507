package io.stillframe.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import io.stillframe.simulator.SimulatorSettings;

/** The configuration that all three services share: the local keys and the local provider. */
public final class LocalConfiguration {
  private LocalConfiguration() {}

  /**
   * Writes it anew at every start, because the folder may have been moved and the keys may have
   * changed.
   */
  static void write(Settings settings) throws IOException {
    DataFolder data = new DataFolder(settings.data());
    Path file = data.configuration();
    Files.deleteIfExists(file);
    if (Files.getFileStore(data.root()).supportsFileAttributeView("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    List<String> lines = new ArrayList<>(lines(data));
    if (settings.additions().simulators()) {
      lines.addAll(SimulatedProviders.lines(settings));
    }
    if (settings.additions().configuration().isPresent()) {
      // Of two values for a key the later one counts.
      lines.addAll(Files.readAllLines(settings.additions().configuration().get()));
    }
    Files.write(file, lines, StandardCharsets.UTF_8);
  }

  /** The lines of the properties file, without what a run adds. */
  public static List<String> lines(DataFolder data) {
    List<String> lines = new ArrayList<>();
    // Above the services' own application.properties, below the environment.
    lines.add("config_ordinal=275");
    LocalKey.ALL.forEach(key -> lines.addAll(key.lines()));
    String provider = "stillframe.providers." + LocalProvider.NAME;
    lines.add(provider + ".kind=local");
    // Calls at a local disk are short; a worker that died with one under way is not waited for.
    lines.add(provider + ".call-timeout=5s");
    for (String environment : LocalProvider.ENVIRONMENTS) {
      String prefix = provider + ".environments." + environment;
      lines.add(prefix + ".organization=" + LocalProvider.ORGANIZATION);
      lines.add(prefix + ".settings.volumes=" + value(data.volumes(environment)));
      lines.add(prefix + ".settings.snapshots=" + value(data.snapshots(environment)));
    }
    lines.add("stillframe.dialects.scaleway.provider=" + LocalProvider.NAME);
    lines.add("stillframe.dialects.scaleway.environment=" + LocalProvider.ENVIRONMENTS.getFirst());
    lines.add("stillframe.inventory.interval=5s");
    // Who stops the services here kills them after ten seconds.
    lines.add("stillframe.drain-time=8s");
    return lines;
  }

  /** The lines for two simulated clouds as providers, at these addresses. */
  public static List<String> simulated(String cloudMc, String scaleway) {
    SimulatorSettings simulated = SimulatorSettings.defaults();
    return List.of(
        "stillframe.providers.cox.kind=cloudmc",
        "stillframe.providers.cox.url=" + cloudMc + "/api/v2",
        "stillframe.providers.cox.key=" + simulated.cloudMc().apiKey(),
        "stillframe.providers.cox.visibility-delay=1s",
        "stillframe.providers.cox.environments.test_area.organization="
            + LocalProvider.ORGANIZATION,
        "stillframe.providers.par1.kind=scaleway",
        "stillframe.providers.par1.url=" + scaleway,
        "stillframe.providers.par1.key=" + simulated.scaleway().token(),
        "stillframe.providers.par1.visibility-delay=1s",
        "stillframe.providers.par1.environments.par1.organization=" + LocalProvider.ORGANIZATION);
  }

  private static String value(Path path) {
    return path.toString().replace("\\", "\\\\");
  }
}
