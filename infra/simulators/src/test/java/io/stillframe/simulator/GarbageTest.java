package io.stillframe.simulator;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever is sent, the answer is the cloud's own: never its fault, and never silence. */
class GarbageTest extends SimulatorTest {
  private static final int CALLS = 400;

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private static final List<String> PARTS =
      List.of(
          "",
          "api",
          "v1",
          "v2",
          "services",
          "cox",
          "test_area",
          "snapshots",
          "volumes",
          "tasks",
          "instance",
          "zones",
          "par1",
          VOLUME,
          BASE_VOLUME,
          "%25",
          "%C3%A4",
          "..",
          "a+b");

  private static final List<String> PATHS =
      List.of(SNAPSHOTS, VOLUMES + "/" + VOLUME, "/snapshots", "/volumes", ZONE + "/snapshots");

  private static final List<String> QUERIES =
      List.of("", "?", "?operation=create", "?page=-1", "?=&&=", "?tags=,,", "?operation=%25");

  private static final List<String> MEMBERS =
      List.of(
          "name",
          "volumeId",
          "volume_id",
          "organization",
          "project",
          "size",
          "tags",
          "rapid",
          "snapshot",
          "base_snapshot",
          "volume_type",
          "");

  private static final List<String> VALUES =
      List.of(
          "null",
          "5",
          "-1e400",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"a\"",
          "[[[]]]",
          "9".repeat(50),
          '"' + VOLUME + '"',
          '"' + BASE_VOLUME + '"',
          '"' + ORGANIZATION + '"',
          "\"\\u0000\"");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void answerIsNeverAFault(long seed) throws Exception {
    // Given
    Random random = new Random(seed);
    for (int i = 0; i < CALLS; i++) {
      Caller caller = random.nextBoolean() ? cloudMc : scaleway;
      String method = any(random, METHODS);
      String path = (random.nextBoolean() ? any(random, PATHS) : path(random));
      String body = random.nextInt(4) == 0 ? "{\"name\"" : body(random);
      // When
      Reply reply = caller.send(method, path + any(random, QUERIES), body);
      // Then
      assertThat(reply.status()).as("%s %s %s", method, path, body).isBetween(200, 499);
      if (reply.status() >= 400) {
        assertThat(reply.json().isObject()).as(path).isTrue();
      }
    }
  }

  private static String path(Random random) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(7); i >= 0; i--) {
      path.append('/').append(any(random, PARTS));
    }
    return path.toString();
  }

  private static String body(Random random) {
    StringBuilder body = new StringBuilder("{");
    for (int i = random.nextInt(5); i > 0; i--) {
      body.append('"').append(any(random, MEMBERS)).append("\":").append(any(random, VALUES));
      body.append(i > 1 ? "," : "");
    }
    return body.append('}').toString();
  }

  private static String any(Random random, List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
