package io.stillframe.worker.provider.local;

import java.nio.file.Path;
import java.util.UUID;

/** Looks at a workplace from a process of its own. */
final class Onlooker {
  private Onlooker() {}

  /**
   * Prints what kind of status the workplace of the marker {@code args[1]} in {@code args[0]} has.
   */
  public static void main(String[] args) throws Exception {
    Path root = Path.of(args[0]);
    Workplace workplace = new Workplace(new OwnFolders(root), root, UUID.fromString(args[1]));
    System.out.println(workplace.status().getClass().getSimpleName());
  }

  static String look(Path root, UUID marker) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Onlooker.class.getName(),
                root.toString(),
                marker.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = process.inputReader().readLine();
    return process.waitFor() == 0 ? line : "failed";
  }
}
