package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

import io.stillframe.local.LocalKey;
import io.stillframe.local.Service;

import static org.assertj.core.api.Assertions.assertThat;

/** Keys come, change and go by their file, at every process, while all of them go on. */
@SharedStack
@DisabledIfSystemProperty(
    named = "stillframe.cluster",
    matches = "true",
    disabledReason = "a cluster takes minutes until its pods see a Secret's change")
class KeysFileIT {
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String MISTAKE = "API keys are as before";

  private final Stack stack;
  private final String key = "key-" + UUID.randomUUID();

  KeysFileIT(Stack stack) {
    this.stack = stack;
  }

  @AfterEach
  void forget() throws IOException {
    write(List.of());
  }

  @Test
  void aKeyIsTakenAndHasTheRoleThatItsFileSays() throws IOException {
    // Given
    List<Double> started = started();

    // When
    write("reader");

    // Then
    awaitAnswers(200, 403);

    // When
    write("operator");

    // Then
    awaitAnswers(200, 404);
    assertThat(started()).isEqualTo(started);
  }

  @Test
  void aKeyThatIsNotInItsFileAnyMoreIsRefused() throws IOException {
    // Given
    write("operator");
    awaitAnswers(200, 404);

    // When
    forget();

    // Then
    awaitAnswers(401, 401);
  }

  @Test
  void aKeyExpiresAtItsTime() throws IOException {
    // Given
    write("operator");
    awaitAnswers(200, 404);

    // When
    Instant end = Instant.now().plusSeconds(4);
    write("operator", "stillframe.keys." + key + ".expires-at=" + end);

    // Then
    awaitAnswers(401, 401);
    assertThat(Instant.now()).isAfterOrEqualTo(end);
  }

  @Test
  void whatCannotBeReadLeavesTheKeysAsTheyWere() throws IOException {
    // Given
    write("operator");
    awaitAnswers(200, 404);
    List<Long> before = mistakes();

    // When
    write("emperor");

    // Then
    Awaitility.await()
        .atMost(SOON)
        .until(() -> growing(before, mistakes()), growing -> growing == readers().count());
    assertAnswers(200, 404);
  }

  private void awaitAnswers(int reading, int writing) {
    Awaitility.await().atMost(SOON).untilAsserted(() -> assertAnswers(reading, writing));
  }

  private void assertAnswers(int reading, int writing) {
    assertThat(each(Service.QUERY).map(caller -> caller.get("/v1/snapshots").status()))
        .isNotEmpty()
        .containsOnly(reading);
    assertThat(
            each(Service.COMMAND)
                .map(caller -> caller.delete("/v1/snapshots/" + UUID.randomUUID()).status()))
        .isNotEmpty()
        .containsOnly(writing);
  }

  /** A caller of each process of the service. */
  private Stream<Api> each(Service service) {
    return stack.running().addresses(service).stream()
        .map(address -> new Api("http://" + address, key));
  }

  private List<Double> started() {
    return readers()
        .map(address -> Scrape.of(address).value("process_start_time_seconds").orElseThrow())
        .toList();
  }

  /** The processes that read the file. */
  private Stream<String> readers() {
    return Stream.of(Service.COMMAND, Service.QUERY)
        .flatMap(service -> stack.running().addresses(service).stream());
  }

  /** How often each process has said that it can't take the file. */
  private List<Long> mistakes() {
    return stack.running().logs().stream()
        .map(log -> log.lines().filter(line -> line.contains(MISTAKE)).count())
        .toList();
  }

  private static long growing(List<Long> before, List<Long> now) {
    return IntStream.range(0, now.size()).filter(i -> now.get(i) > before.get(i)).count();
  }

  private void write(String role, String... more) throws IOException {
    List<String> lines = new ArrayList<>(new LocalKey(key, "passing", role).lines());
    lines.addAll(List.of(more));
    write(lines);
  }

  /** At once: whoever reads an empty file has no keys. */
  private void write(List<String> lines) throws IOException {
    Path file = stack.keysFile();
    Path next = Files.write(file.resolveSibling("keys.next"), lines);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
