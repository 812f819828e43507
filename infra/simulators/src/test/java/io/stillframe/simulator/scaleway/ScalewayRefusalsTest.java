package io.stillframe.simulator.scaleway;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.stillframe.simulator.Caller;
import io.stillframe.simulator.Reply;
import io.stillframe.simulator.SimulatorTest;

import static org.assertj.core.api.Assertions.assertThat;

/** All that Scaleway says no to, in the way of either generation. */
class ScalewayRefusalsTest extends SimulatorTest {
  private static final String UNKNOWN = "99999999-9999-4999-8999-999999999999";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name         | {\"organization\": \"O\", \"volume_id\": \"V\"}",
        "organization | {\"name\": \"n\", \"volume_id\": \"V\"}",
        "volume_id    | {\"name\": \"n\", \"organization\": \"O\"}",
        "name         | {\"name\": 5, \"organization\": \"O\", \"volume_id\": \"V\"}",
        "name         | {\"name\": \"\", \"organization\": \"O\", \"volume_id\": \"V\"}",
        "volume_id    | {\"name\": \"n\", \"organization\": \"O\", \"volume_id\": \"no uuid\"}",
        "colour       | {\"name\": \"n\", \"organization\": \"O\", \"volume_id\": \"V\", \"colour\": 1}"
      })
  void legacyNamesTheFieldThatIsWrong(String field, String body) throws Exception {
    // Given
    String sent = body.replace("\"O\"", quoted(ORGANIZATION)).replace("\"V\"", quoted(BASE_VOLUME));
    // When
    Reply reply = scaleway.post("/snapshots", sent);
    // Then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/type").asText()).isEqualTo("invalid_request_error");
    assertThat(reply.at("/message").asText()).isEqualTo("Validation Error");
    assertThat(reply.at("/fields/" + field + "/0").isTextual()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name      | {\"project\": \"O\", \"volume_id\": \"V\"}",
        "project   | {\"name\": \"n\", \"volume_id\": \"V\"}",
        "project   | {\"name\": \"n\", \"project\": \"O\", \"organization\": \"O\", \"volume_id\": \"V\"}",
        "tags      | {\"name\": \"n\", \"project\": \"O\", \"volume_id\": \"V\", \"tags\": \"a\"}",
        "tags      | {\"name\": \"n\", \"project\": \"O\", \"volume_id\": \"V\", \"tags\": [1]}",
        "volume_id | {\"name\": \"n\", \"project\": \"O\", \"volume_id\": \"no uuid\"}",
        "colour    | {\"name\": \"n\", \"project\": \"O\", \"volume_id\": \"V\", \"colour\": 1}",
        "body      | {",
        "body      | []"
      })
  void instanceNamesTheArgumentThatIsWrong(String argument, String body) throws Exception {
    // Given
    String sent = body.replace("\"O\"", quoted(ORGANIZATION)).replace("\"V\"", quoted(BASE_VOLUME));
    // When
    Reply reply = scaleway.post(ZONE + "/snapshots", sent);
    // Then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/type").asText()).isEqualTo("invalid_arguments");
    assertThat(reply.at("/message").asText()).isEqualTo("invalid argument(s)");
    assertThat(reply.at("/details/0/argument_name").asText()).isEqualTo(argument);
    assertThat(reply.at("/details/0/reason").isTextual()).isTrue();
    assertThat(reply.at("/details/0/help_message").isTextual()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"''", "{", "[]", "null"})
  void legacyWantsAnObject(String body) throws Exception {
    // When
    Reply reply = scaleway.post("/snapshots", body);
    // Then
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/type").asText()).isEqualTo("invalid_request_error");
  }

  @ParameterizedTest
  @CsvSource({"snapshots", "volumes"})
  void unknownObjectIsNotFoundInTheWordsOfEither(String resource) throws Exception {
    // Given
    String path = "/" + resource + "/" + UNKNOWN;
    // When
    Reply legacy = scaleway.get(path);
    Reply instance = scaleway.delete(ZONE + path);
    // Then
    assertThat(legacy.status()).isEqualTo(404);
    assertThat(legacy.json())
        .isEqualTo(
            Reply.json(
                "{\"type\": \"unknown_resource\", \"message\": \"\\\"%s\\\" not found\"}"
                    .formatted(UNKNOWN)));
    assertThat(instance.status()).isEqualTo(404);
    assertThat(instance.json())
        .isEqualTo(
            Reply.json(
                """
                {"type": "not_found", "message": "resource is not found",
                 "resource": "instance_%s", "resource_id": "%s"}
                """
                    .formatted(resource.replaceAll("s$", ""), UNKNOWN)));
  }

  @Test
  void unknownVolumeIsNotFound() throws Exception {
    // When
    Reply reply = scaleway.post("/snapshots", legacyRequest("n", UNKNOWN));
    // Then
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.at("/type").asText()).isEqualTo("unknown_resource");
  }

  @Test
  void foreignOrganizationIsForbidden() throws Exception {
    // Given
    String request = legacyRequest("n", BASE_VOLUME).replace(ORGANIZATION, UNKNOWN);
    // When
    Reply reply = scaleway.post("/snapshots", request);
    // Then
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.at("/type").asText()).isEqualTo("authorization_required");
  }

  @ParameterizedTest
  @CsvSource({
    "404, GET, /nothing",
    "404, GET, /instance/v1/zones/fr-par-9/snapshots",
    "404, GET, /instance",
    "405, PATCH, /snapshots/99999999-9999-4999-8999-999999999999",
    "405, PUT, /instance/v1/zones/par1/snapshots"
  })
  void callThatCannotBeIsRefused(int status, String method, String path) throws Exception {
    // When
    Reply reply = scaleway.send(method, path, null);
    // Then
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.at("/type").isTextual()).isTrue();
    assertThat(reply.at("/message").isTextual()).isTrue();
  }

  @Test
  void tokenIsRequired() throws Exception {
    // Given
    Caller stranger = Caller.of(simulators.scaleway().url());
    Caller forger = Caller.of(simulators.scaleway().url(), "X-Auth-Token", UNKNOWN);
    // When
    Reply missing = stranger.get("/snapshots");
    Reply wrong = forger.get(ZONE + "/snapshots");
    // Then
    assertThat(missing.status()).isEqualTo(401);
    assertThat(missing.json())
        .isEqualTo(
            Reply.json(
                """
                {"type": "invalid_auth", "message": "The header 'X-Auth-Token' is missing"}
                """));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.at("/type").asText()).isEqualTo("denied_authentication");
  }

  @Test
  void quotaIsEnforced() throws Exception {
    // Given
    setScaleway("{\"quota\": 1}");
    createLegacy("one");
    pass(COPY);
    // When
    Reply legacy = createLegacy("two");
    Reply instance = createTagged("two", "t");
    // Then
    assertThat(legacy.status()).isEqualTo(403);
    assertThat(instance.status()).isEqualTo(403);
    assertThat(instance.at("/type").asText()).isEqualTo("quotas_exceeded");
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
