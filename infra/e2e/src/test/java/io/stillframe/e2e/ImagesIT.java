package io.stillframe.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;

import io.stillframe.local.Service;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code infra/images} promises of its images. */
@Tag("containers")
class ImagesIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** In bytes, over the base. */
  private static final long BUDGET = 250_000_000;

  private static final String OURS_FROM_THE_CACHE =
      ".*] io\\.stillframe\\..* source: shared objects file";

  private final DockerClient docker = DockerClientFactory.instance().client();

  @ParameterizedTest
  @ValueSource(strings = {"command-service", "provider-worker", "query-service", "gateway"})
  void theJvmIsTheFirstProcessAndNobodyOnTheHostAndCanBeAskedForItsHealth(String name) {
    // When
    ContainerConfig image = config(image(name));

    // Then
    assertThat(image.getUser()).isEqualTo("10001");
    // With a shell's form of it the first word is /bin/sh.
    assertThat(image.getEntrypoint()).startsWith("java").contains("-jar");
    assertThat(image.getCmd()).isNullOrEmpty();
    assertThat(image.getHealthcheck()).isNotNull();
    assertThat(image.getHealthcheck().getTest())
        .hasSize(3)
        .startsWith("CMD", "/usr/local/bin/healthy");
    assertThat(Stream.of(image.getExposedPorts()).map(ExposedPort::getPort).map(String::valueOf))
        .contains(image.getHealthcheck().getTest().getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"command-service", "provider-worker", "query-service", "gateway", "simulators"})
  void saysWhatItIs(String name) {
    // When
    Map<String, String> labels = config(image(name)).getLabels();

    // Then
    assertThat(labels)
        .containsEntry("org.opencontainers.image.title", "Stillframe " + name)
        .containsEntry("org.opencontainers.image.licenses", "Apache-2.0");
    for (String label : List.of("description", "version", "revision")) {
      assertThat(labels.get("org.opencontainers.image." + label)).as(label).isNotBlank();
    }
  }

  @ParameterizedTest
  @EnumSource(Service.class)
  void staysWithinItsBudget(Service service) {
    // When
    long size = size(image(service.module())) - size("stillframe/jre:25");

    // Then
    assertThat(size).isLessThan(BUDGET);
  }

  private long size(String image) {
    return docker.inspectImageCmd(image).exec().getSize();
  }

  /** Classes of the cache are there before the JVM says its version, which needs no database. */
  @ParameterizedTest
  @EnumSource(Service.class)
  void theJvmOfAServiceUsesItsCache(Service service) {
    // Given
    String image = image(service.module());
    List<String> command = new ArrayList<>(List.of(config(image).getEntrypoint()));
    // It does not start at all with a cache that it cannot use.
    command.addAll(1, List.of("-XX:AOTMode=on", "-Xlog:class+load"));
    command.set(command.indexOf("-jar"), "-cp");
    command.add("-version");

    // When
    String log = output(image, command);

    // Then
    assertThat(log.lines().filter(line -> line.matches(OURS_FROM_THE_CACHE))).isNotEmpty();
  }

  private static String image(String name) {
    return "stillframe/" + name + ":local";
  }

  private ContainerConfig config(String image) {
    return docker.inspectImageCmd(image).exec().getConfig();
  }

  /** What the command says, which has to end well. */
  private static String output(String image, List<String> command) {
    try (GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withCreateContainerCmdModifier(create -> create.withEntrypoint(command))
            .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(LIMIT))) {
      container.start();
      return container.getLogs();
    }
  }
}
