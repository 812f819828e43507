package io.stillframe.query;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

/** What every answer has in common. The body rules are tried on a resource of the tests. */
@QueryServiceTest
class HttpTest {
  private static final String PROBLEM = "urn:stillframe:problem:";

  @TestHTTPResource("/v1/echo")
  URI echo;

  @BeforeEach
  void awaitReady() {
    Api.awaitReady();
  }

  @Test
  void snapshotHasAnEntityTagAndIsNotSentTwice() {
    // Given
    Life life = Life.of(Keys.ORGANIZATION, "tagged");
    Publisher.publish(life.requested());
    // When
    Api.snapshot(life.id())
        .then()
        .statusCode(200)
        .contentType(equalTo("application/json"))
        .header("ETag", "\"1\"")
        .body("problem", equalTo(null), "createdAt", containsString("Z"));
    // Then
    for (String tag : new String[] {"\"1\"", "W/\"1\"", "\"7\", \"1\"", "*"}) {
      Api.as(Keys.READER)
          .header("If-None-Match", tag)
          .get("/v1/snapshots/" + life.id())
          .then()
          .statusCode(304)
          .header("ETag", "\"1\"");
    }
    Api.as(Keys.READER)
        .header("If-None-Match", "\"2\"")
        .get("/v1/snapshots/" + life.id())
        .then()
        .statusCode(200);
    Api.as(Keys.READER)
        .header("If-None-Match", "1")
        .get("/v1/snapshots/" + life.id())
        .then()
        .statusCode(400)
        .body("field", equalTo("If-None-Match"));
  }

  @Test
  void whoAsksTooOftenIsToldWhenToAskAgainAndNobodyElseIs() {
    // When
    List<Response> answers =
        Stream.generate(() -> Api.as(Keys.SLOW).get("/v1/snapshots")).limit(6).toList();
    // Then
    assertThat(answers).extracting(Response::statusCode).startsWith(200).contains(429);
    answers.stream()
        .filter(answer -> answer.statusCode() == 429)
        .forEach(
            answer ->
                answer
                    .then()
                    .header("Retry-After", matchesPattern("[1-9]"))
                    .body("type", equalTo(PROBLEM + "too-many-requests")));
    Api.as(Keys.READER).get("/v1/snapshots").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/snapshots", "/v1/operations", "/v1/volumes", "/v1/providers"})
  void headAnswersAsGetWithoutABody(String path) {
    Api.as(Keys.READER)
        .head(path)
        .then()
        .statusCode(200)
        .contentType(equalTo("application/json"))
        .body(equalTo(""));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/nothing, 404, not-found",
    "GET, /nothing, 404, not-found",
    "GET, /v1/snapshots/not-an-id, 404, snapshot-not-found",
    "GET, /v1/snapshots/%2e%2e%2fetc, 404, snapshot-not-found",
    "GET, /v1/snapshots/%00, 404, snapshot-not-found",
    "GET, /v1/operations/1-1-1-1-1, 404, operation-not-found",
    "POST, /v1/snapshots, 405, method-not-allowed",
    "DELETE, /v1/operations/01900000-0000-7000-8000-000000000000, 405, method-not-allowed",
    "GET, /v1/snapshots/01900000-0000-7000-8000-000000000000?minVersion=x, 400, invalid-parameter",
    "GET, /v1/snapshots/01900000-0000-7000-8000-000000000000?x=1, 400, invalid-parameter",
    "GET, /v1/operations?snapshotId=x, 400, invalid-parameter",
    "GET, /v1/operations?kind=x, 400, invalid-parameter",
    "GET, /v1/providers?x=1, 400, invalid-parameter"
  })
  void troubleIsAProblem(String method, String path, int status, String type) {
    Api.as(Keys.READER)
        .request(method, path)
        .then()
        .statusCode(status)
        .contentType(equalTo("application/problem+json"))
        .body(
            "type",
            equalTo(PROBLEM + type),
            "title",
            notNullValue(),
            "status",
            equalTo(status),
            "detail",
            notNullValue());
  }

  @Test
  void notAllowedNamesWhatIs() {
    Api.as(Keys.READER).post("/v1/snapshots").then().header("Allow", containsString("GET"));
  }

  @Test
  void noOtherTypeThanJsonIsAnswered() {
    Api.as(Keys.READER)
        .accept("text/html")
        .get("/v1/volumes")
        .then()
        .statusCode(406)
        .body("type", equalTo(PROBLEM + "not-acceptable"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                     | 400 | malformed-body  |",
        "{'text':'a'} x                        | 400 | malformed-body  |",
        "{'text':'a'}{}                        | 400 | malformed-body  |",
        "{'text':'a','text':'b'}               | 400 | malformed-body  |",
        "[]                                    | 400 | malformed-body  |",
        "\"                                    | 400 | malformed-body  |",
        "{'text':1}                            | 400 | malformed-body  | text",
        "{'text':true}                         | 400 | malformed-body  | text",
        "{'text':'a','number':'1'}             | 400 | malformed-body  | number",
        "{'text':'a','number':1.5}             | 400 | malformed-body  | number",
        "{'text':'a','flag':'true'}            | 400 | malformed-body  | flag",
        "{'text':'a','flag':1}                 | 400 | malformed-body  | flag",
        "{'text':'a','time':1}                 | 400 | malformed-body  | time",
        "{'text':'a','time':'noon'}            | 400 | malformed-body  | time",
        "{'text':'a','labels':[]}              | 400 | malformed-body  | labels",
        "{'text':'a','labels':{'k':1}}         | 400 | malformed-body  | labels.k",
        "{'text':'a\\u0000b'}                  | 400 | malformed-body  | text",
        "{'text':'a\\ud800b'}                  | 400 | malformed-body  | text",
        "{'text':'a','txet':'b'}               | 400 | unknown-member  | txet",
        "{}                                    | 422 | invalid-value   | text",
        "{'text':''}                           | 422 | invalid-value   | text",
        "{'text':'abcdefghijk'}                | 422 | invalid-value   | text",
        "{'text':'a','labels':{'k':'toolong'}} | 422 | invalid-value   | labels[k]"
      })
  void bodyIsTakenWordByWordOrRefused(String body, int status, String type, String field) {
    given()
        .header("Authorization", "Bearer " + Keys.READER)
        .contentType("application/json")
        .body(body.replace('\'', '"'))
        .post("/v1/echo")
        .then()
        .statusCode(status)
        .contentType(equalTo("application/problem+json"))
        .body("type", equalTo(PROBLEM + type), "field", equalTo(field));
  }

  @Test
  void goodBodyIsTaken() {
    given()
        .header("Authorization", "Bearer " + Keys.READER)
        .contentType("application/json")
        .body(Map.of("text", "é", "number", 1, "flag", true, "time", "2026-01-31T12:00:00+01:00"))
        .post("/v1/echo")
        .then()
        .statusCode(200)
        .contentType(equalTo("application/json"))
        .body(
            "text", equalTo("é"), "time", equalTo("2026-01-31T11:00:00Z"), "labels", equalTo(null));
  }

  @Test
  void bodyOfAnotherTypeIsRefused() {
    given()
        .header("Authorization", "Bearer " + Keys.READER)
        .contentType("text/plain")
        .body("{}")
        .post("/v1/echo")
        .then()
        .statusCode(415)
        .body("type", equalTo(PROBLEM + "unsupported-media-type"));
  }

  @Test
  void invalidUtf8AndWhatCostsAreRefused() throws Exception {
    byte[] invalid = "{\"text\":\"a_b\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    invalid[10] = (byte) 0xff;
    assertThat(post(HttpRequest.BodyPublishers.ofByteArray(invalid)).body())
        .contains("malformed-body");
    String deep = "{\"any\":" + "[".repeat(100) + "]".repeat(100) + "}";
    assertThat(post(HttpRequest.BodyPublishers.ofString(deep)).body()).contains("malformed-body");
    String many = "{\"any\":[1" + ",1".repeat(5000) + "]}";
    assertThat(post(HttpRequest.BodyPublishers.ofString(many)).body()).contains("malformed-body");
    String longText = "{\"any\":\"" + "x".repeat(70_000) + "\"}";
    assertThat(post(HttpRequest.BodyPublishers.ofString(longText)).body())
        .contains("malformed-body");
  }

  @Test
  void bodyOverTheLimitIsAProblemWhetherAnnouncedOrNot() throws Exception {
    // Given
    byte[] large = new byte[2 * 1024 * 1024];
    Arrays.fill(large, (byte) ' ');
    // When
    HttpResponse<String> announced = post(HttpRequest.BodyPublishers.ofByteArray(large));
    HttpResponse<String> chunked =
        post(
            HttpRequest.BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(large)));
    // Then
    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(announced.body()).contains(PROBLEM + "body-too-large");
    assertThat(chunked.statusCode()).isEqualTo(413);
    assertThat(chunked.body()).contains(PROBLEM + "body-too-large");
  }

  @Test
  void chunkedBodyWithinTheLimitIsTaken() throws Exception {
    // Given
    byte[] body =
        ("{\"text\":\"a\"}" + " ".repeat(900_000))
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    // When
    HttpResponse<String> answer =
        post(
            HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)));
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  /** In sum more than bodies may take of the memory together. */
  @ParameterizedTest
  @CsvSource({"/v1/echo, 200", "/v1/nothing-of-this-name, 404"})
  void bodiesThatWereAnsweredTakeNoRoom(String path, int status) throws Exception {
    // Given
    String body = "{\"text\":\"a\"}" + " ".repeat(1_000_000);
    long many = Runtime.getRuntime().maxMemory() / 8 / body.length() + 2;
    for (int i = 0; i < many; i++) {
      // When
      HttpResponse<String> answer = post(path, HttpRequest.BodyPublishers.ofString(body));
      // Then
      assertThat(answer.statusCode()).isEqualTo(status);
    }
  }

  @Test
  void faultTellsNothingOfItself() {
    Api.as(Keys.READER)
        .get("/v1/echo?fail=secret")
        .then()
        .statusCode(500)
        .body("type", equalTo(PROBLEM + "internal-error"))
        .body(org.hamcrest.Matchers.not(containsString("secret")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q/health/live", "/q/health/ready", "/q/metrics", "/q/openapi"})
  void operatorsPathsNeedNoKey(String path) {
    given().get(path).then().statusCode(200);
  }

  @Test
  void descriptionNamesTheKeyAndTheProblems() {
    given()
        .accept("application/json")
        .get("/q/openapi?format=json")
        .then()
        .body(
            "openapi",
            equalTo("3.1.0"),
            "components.securitySchemes.key.scheme",
            equalTo("bearer"),
            "paths.'/v1/snapshots'.get.responses.default.content.'application/problem+json'",
            notNullValue());
  }

  private HttpResponse<String> post(HttpRequest.BodyPublisher body) throws Exception {
    return post("/v1/echo", body);
  }

  private HttpResponse<String> post(String path, HttpRequest.BodyPublisher body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(echo.resolve(path))
              .version(HttpClient.Version.HTTP_1_1)
              .header("Authorization", "Bearer " + Keys.READER)
              .header("Content-Type", "application/json")
              .POST(body)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
