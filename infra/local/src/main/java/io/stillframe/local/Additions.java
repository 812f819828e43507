package io.stillframe.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has beyond the usual.
 *
 * @param simulators whether two simulated clouds run too, as providers of the services
 * @param configuration a properties file of one's own for the services, which counts more than ours
 * @param tls with which the gateway listens on a second port
 */
public record Additions(boolean simulators, Optional<Path> configuration, Optional<Tls> tls) {
  public static final Additions NONE = new Additions(false, Optional.empty(), Optional.empty());

  private static final String SIMULATORS = "--simulators";

  /** PEM files. */
  public record Tls(Path certificate, Path key) {}

  /**
   * As the user of {@code infra/up} says it.
   *
   * @throws StartRefused for an argument that is not known, or a file that is not there
   */
  static Additions from(List<String> arguments, Map<String, String> environment) {
    arguments.stream()
        .filter(each -> !each.equals(SIMULATORS))
        .findFirst()
        .ifPresent(
            unknown -> {
              throw new StartRefused(
                  "%s is not known; the only argument is %s".formatted(unknown, SIMULATORS));
            });
    Optional<Path> certificate = file("STILLFRAME_TLS_CERTIFICATE", environment);
    Optional<Path> key = file("STILLFRAME_TLS_KEY", environment);
    if (certificate.isPresent() != key.isPresent()) {
      throw new StartRefused("STILLFRAME_TLS_CERTIFICATE and STILLFRAME_TLS_KEY go together");
    }
    return new Additions(
        arguments.contains(SIMULATORS),
        file("STILLFRAME_CONFIGURATION", environment),
        certificate.map(there -> new Tls(there, key.orElseThrow())));
  }

  private static Optional<Path> file(String variable, Map<String, String> environment) {
    Optional<Path> file =
        Optional.ofNullable(environment.get(variable))
            .filter(text -> !text.isBlank())
            .map(text -> Path.of(text).toAbsolutePath());
    file.filter(path -> !Files.isReadable(path))
        .ifPresent(
            path -> {
              throw new StartRefused("%s: %s cannot be read".formatted(variable, path));
            });
    return file;
  }
}
