package io.stillframe.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions go to the query service, everything else to the command service, as by the gateway. */
@Rendered
class RoutesTest {
  private static final Pattern ROOT = Pattern.compile("(?m)^@Path\\(\"(/[a-z0-9]+)");

  private final Rendering production = Rendering.overlay("production");
  private final Routes routes = new Routes(production);

  @ParameterizedTest
  @CsvSource({
    "POST,command-service:8081",
    "PUT,command-service:8081",
    "PATCH,command-service:8081",
    "DELETE,command-service:8081",
    "GET,query-service:8083",
    "HEAD,query-service:8083"
  })
  void everyPathOfEveryApiGoesByItsMethod(String method, String service) {
    assertThat(
            Stream.of(
                "/v1/snapshots",
                "/v1/snapshots/1/restore",
                "/v1/operations/1/cancel",
                "/v1/events",
                "/api/v2/services/compute-on/test_area/snapshots",
                "/api/v1/tasks/1",
                "/snapshots",
                "/snapshots/1",
                "/volumes",
                "/volumes/1"))
        .allSatisfy(path -> assertThat(routes.backend(method, path)).contains(service));
  }

  /** A path that a service gets anew is missing here, until its route is there too. */
  @Test
  void everyPathOfTheServicesIsRouted() {
    // When
    Set<String> roots = new TreeSet<>();
    Stream.of("command-service", "query-service")
        .flatMap(
            service -> sources(Tree.ROOT.resolve("../..").resolve(service).resolve("src/main")))
        .forEach(
            text -> ROOT.matcher(text).results().map(root -> root.group(1)).forEach(roots::add));

    // Then
    assertThat(roots)
        .hasSizeGreaterThan(3)
        .allSatisfy(root -> assertThat(routes.backend("GET", root + "/1")).isPresent())
        .allSatisfy(root -> assertThat(routes.backend("POST", root + "/1")).isPresent());
  }

  /** What is for operators stays inside. */
  @ParameterizedTest
  @ValueSource(strings = {"/q/metrics", "/q/health", "/q/openapi", "/", "/v10", "/apis"})
  void nothingElseIsRouted(String path) {
    assertThat(routes.backend("GET", path)).isEmpty();
    assertThat(routes.backend("POST", path)).isEmpty();
  }

  @Test
  void backendsAreServicesWithThatPort() {
    assertThat(
            production
                .all("HTTPRoute")
                .flatMap(route -> route.all("/spec/rules"))
                .flatMap(rule -> Manifest.elements(rule.path("backendRefs"))))
        .isNotEmpty()
        .allSatisfy(
            backend ->
                assertThat(
                        production
                            .one("Service", backend.path("name").asText())
                            .at("/spec/ports/0/port"))
                    .isEqualTo(backend.path("port")));
  }

  @Test
  void aMethodThatGoesAstrayIsSeen() {
    // Given
    Rendering changed =
        production.with(
            "HTTPRoute",
            "commands",
            route -> route.with("/spec/rules/0/matches/0/method", "\"GET\""));

    // Then
    assertThat(new Routes(changed).backend("POST", "/v1/snapshots")).isEmpty();
  }

  private static Stream<String> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(RoutesTest::text)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
