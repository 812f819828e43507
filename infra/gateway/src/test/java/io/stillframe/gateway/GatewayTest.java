package io.stillframe.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GatewayTest {
  private final Vertx vertx = Vertx.vertx();
  private final Map<Backend, Integer> ports = new EnumMap<>(Backend.class);
  private final HttpClient client = HttpClient.newHttpClient();
  private Gateway gateway;

  @BeforeEach
  void startGateway() throws IOException {
    for (Backend service : Backend.values()) {
      ports.put(service, Loopback.freePort());
    }
    gateway = Gateway.start(Loopback.ANYWHERE, service -> Loopback.at(ports.get(service)));
  }

  @AfterEach
  void stopAll() throws Exception {
    gateway.close();
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void sendsQuestionsToTheQueryServiceAndTheRestToTheCommandService() throws Exception {
    // Given
    serve(Backend.QUERY, request -> request.response().putHeader("x-by", "query").end());
    serve(Backend.COMMAND, request -> request.response().putHeader("x-by", "command").end());
    // When, Then
    for (String method : new String[] {"GET", "HEAD"}) {
      assertThat(by(send(method, "/v1/snapshots", ""))).isEqualTo("query");
    }
    for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
      assertThat(by(send(method, "/v1/snapshots", ""))).isEqualTo("command");
    }
  }

  @Test
  void triesTheNextAddressOfAServiceThatIsNotReached() throws Exception {
    // Given
    serve(Backend.COMMAND, request -> request.response().putHeader("x-by", "second").end());
    Iterator<Integer> replicas =
        List.of(Loopback.freePort(), ports.get(Backend.COMMAND)).iterator();
    try (Gateway two = Gateway.start(Loopback.ANYWHERE, service -> Loopback.at(replicas.next()))) {
      // When
      HttpResponse<String> answer =
          client.send(
              request("POST", "/v1/snapshots", "{}", two.port()),
              HttpResponse.BodyHandlers.ofString());
      // Then
      assertThat(by(answer)).isEqualTo("second");
    }
  }

  /** Who has just gone on to the next address has no claim on it: another may take that turn. */
  @Test
  void anAddressThatRefusesIsNoMatterHoweverManyAskAtOnce() throws Exception {
    // Given
    serve(
        Backend.QUERY,
        request ->
            vertx.setTimer(50, ignored -> request.response().putHeader("x-by", "one").end()));
    List<Integer> replicas = List.of(Loopback.freePort(), ports.get(Backend.QUERY));
    AtomicInteger turn = new AtomicInteger();
    try (Gateway two =
        Gateway.start(
            Loopback.ANYWHERE, service -> Loopback.at(replicas.get(turn.getAndIncrement() % 2)))) {
      // When
      List<CompletableFuture<HttpResponse<String>>> answers =
          Stream.generate(
                  () ->
                      client.sendAsync(
                          request("GET", "/v1/snapshots", "", two.port()),
                          HttpResponse.BodyHandlers.ofString()))
              .limit(200)
              .toList();
      // Then
      for (CompletableFuture<HttpResponse<String>> each : answers) {
        assertThat(by(each.get(20, TimeUnit.SECONDS))).isEqualTo("one");
      }
    }
  }

  @Test
  void aNameThatNobodyKnowsIsAServiceThatIsNotThere() throws Exception {
    // Given
    try (Gateway lost =
        Gateway.start(
            Loopback.ANYWHERE,
            service -> SocketAddress.inetSocketAddress(8081, "nobody.invalid"))) {
      // When
      HttpResponse<String> answer =
          client.send(
              request("GET", "/v1/snapshots", "", lost.port()),
              HttpResponse.BodyHandlers.ofString());
      // Then
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      assertThat(answer.body()).contains("query-service is starting or being restarted");
    }
  }

  @Test
  void aServiceThatEndsItsConnectionDoesNotEndTheCallers() throws Exception {
    // Given
    serve(Backend.QUERY, request -> request.response().putHeader("Connection", "close").end("bye"));
    // When
    HttpResponse<String> answer = send("GET", "/v1/snapshots", "");
    // Then
    assertThat(answer.body()).isEqualTo("bye");
    assertThat(answer.headers().firstValue("Connection")).isEmpty();
  }

  /** A service that is told to end answers for five seconds; nobody is to come after that. */
  @Test
  void keepsAnIdleConnectionForLessThanAServiceTakesToEnd() throws Exception {
    // Given
    CompletableFuture<Void> closed = new CompletableFuture<>();
    serve(
        Backend.QUERY,
        request -> {
          request.connection().closeHandler(closed::complete);
          request.response().end();
        });
    // When
    send("GET", "/v1/snapshots", "");
    // Then
    closed.get(4, TimeUnit.SECONDS);
  }

  /** A service that refused it would end a connection which others' requests share. */
  @Test
  void refusesWhatIsTooLongItselfAndSaysThatItClosesTheConnection() throws Exception {
    // Given
    serve(Backend.QUERY, request -> request.response().end("asked"));
    // When
    HttpResponse<String> address = send("GET", "/v1/snapshots?name=" + "n".repeat(9_000), "");
    HttpResponse<String> header =
        client.send(
            HttpRequest.newBuilder(
                    request("GET", "/v1/snapshots", "", gateway.port()), (a, b) -> true)
                .header("X-Long", "h".repeat(20 << 10))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    // Then
    assertThat(address.statusCode()).isEqualTo(414);
    assertThat(header.statusCode()).isEqualTo(431);
    assertThat(List.of(address, header))
        .allSatisfy(
            answer -> assertThat(answer.headers().firstValue("Connection")).contains("close"));
    assertThat(send("GET", "/v1/snapshots", "").body()).isEqualTo("asked");
  }

  @Test
  void passesPathQueryHostAndBodyOnAsTheyAre() throws Exception {
    // Given
    serve(
        Backend.COMMAND,
        request ->
            request
                .body()
                .onSuccess(
                    body ->
                        request
                            .response()
                            .end(request.uri() + " " + request.authority() + " " + body.length())));
    // When
    HttpResponse<String> answer = send("POST", "/v1/%2e%2e/a%00b?x=%20", "x".repeat(2 << 20));
    // Then
    assertThat(answer.body())
        .isEqualTo("/v1/%2e%2e/a%00b?x=%20 127.0.0.1:" + gateway.port() + " " + (2 << 20));
  }

  @Test
  void whatIsUnderWayIsAnsweredBeforeItLeavesAndTheCallerSentElsewhere() throws Exception {
    // Given
    CompletableFuture<HttpServerRequest> held = new CompletableFuture<>();
    serve(Backend.COMMAND, held::complete);
    serve(Backend.QUERY, each -> each.response().end());
    HttpClient old = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    var answer =
        old.sendAsync(
            request("POST", "/v1/snapshots", "{}", gateway.port()),
            HttpResponse.BodyHandlers.ofString());
    HttpServerRequest request = held.get(10, TimeUnit.SECONDS);
    // When
    CompletableFuture<Void> left =
        CompletableFuture.runAsync(
            () -> {
              try {
                gateway.leave(Duration.ofMillis(300), Duration.ofSeconds(20));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    // Then
    Awaitility.await()
        .until(
            () -> send("GET", "/v1/snapshots", "").headers().firstValue("connection").isPresent());
    assertThat(left).isNotDone();
    request.response().end("done");
    assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("done");
    assertThat(answer.get().headers().firstValue("connection")).hasValue("close");
    assertThat(left).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void whatIsForThoseWhoRunItIsNotPassedOn() throws Exception {
    // Given
    serve(Backend.QUERY, request -> request.response().end("metrics"));
    // When, Then
    for (String path : List.of("/q", "/q/metrics", "/q/openapi", "/q/dev")) {
      assertThat(send("GET", path, "").statusCode()).as(path).isEqualTo(404);
    }
  }

  @Test
  void answersWithAProblemWhenTheServiceIsDown() throws Exception {
    // When
    HttpResponse<String> answer = send("POST", "/v1/snapshots", "{}");
    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
    assertThat(new JsonObject(answer.body()).getString("detail"))
        .isEqualTo("command-service is starting or being restarted");
  }

  @Test
  void answersWithAProblemWhenTheServiceEndsBeforeItAnswered() throws Exception {
    // Given
    serve(Backend.COMMAND, request -> request.connection().close());
    // When
    HttpResponse<String> answer = send("POST", "/v1/snapshots", "{}");
    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(answer.body()).getString("detail")).contains("Idempotency-Key");
  }

  @Test
  void passesOnARefusalThatComesBeforeTheBodyWasRead() throws Exception {
    // Given
    serve(
        Backend.COMMAND,
        request ->
            request
                .response()
                .setStatusCode(413)
                .putHeader("connection", "close")
                .end("too large"));
    // When
    HttpResponse<String> answer = send("POST", "/v1/snapshots", "x".repeat(8 << 20));
    // Then
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).isEqualTo("too large");
  }

  @Test
  void holdsTwoHundredCallersAtOnce() throws Exception {
    // Given
    List<HttpServerRequest> held = new ArrayList<>();
    serve(
        Backend.QUERY,
        request -> {
          held.add(request);
          if (held.size() == 200) {
            held.forEach(each -> each.response().end("done"));
          }
        });
    // When
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      answers.add(
          client.sendAsync(
              request("GET", "/v1/operations/1", ""), HttpResponse.BodyHandlers.ofString()));
    }
    // Then
    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo("done");
    }
  }

  /** On a machine that is slow each waits for a connection of his own at first. */
  @Test
  void nobodyIsTurnedAwayBecauseManyAskAtOnce() throws Exception {
    // Given
    try (ServerSocket acceptsNobody = new ServerSocket(0, 1, InetAddress.ofLiteral(Loopback.HOST));
        Gateway asked =
            Gateway.start(
                Loopback.ANYWHERE, service -> Loopback.at(acceptsNobody.getLocalPort()))) {
      // When
      List<CompletableFuture<HttpResponse<String>>> answers =
          Stream.generate(
                  () ->
                      client.sendAsync(
                          request("GET", "/v1/snapshots", "", asked.port()),
                          HttpResponse.BodyHandlers.ofString()))
              .limit(1_500)
              .toList();
      // Then
      // A few are connected, since somebody might accept them yet, and wait for an answer.
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> answers.stream().filter(CompletableFuture::isDone).count() > 1_490);
      assertThat(answers)
          .filteredOn(CompletableFuture::isDone)
          .extracting(answer -> answer.get().body())
          .noneMatch(body -> body.contains("too many wait"));
    }
  }

  @Test
  void showsOneOpenApiDocument() throws Exception {
    // Given
    serve(Backend.QUERY, json("{\"paths\": {\"/v1/snapshots\": {\"get\": {}}}}"));
    serve(Backend.COMMAND, json("{\"paths\": {\"/v1/snapshots\": {\"post\": {}}}}"));
    // When
    HttpResponse<String> answer = send("GET", "/openapi", "");
    // Then
    assertThat(new JsonObject(answer.body()).getJsonObject("paths"))
        .isEqualTo(new JsonObject("{\"/v1/snapshots\": {\"post\": {}, \"get\": {}}}"));
  }

  @Test
  void isHealthyWhenAllServicesAre() throws Exception {
    // Given
    serve(Backend.QUERY, json("{}"));
    serve(Backend.COMMAND, json("{}"));
    HttpResponse<String> before = send("GET", "/q/health", "");
    serve(Backend.WORKER, json("{}"));
    // When
    HttpResponse<String> after = send("GET", "/q/health/ready", "");
    // Then
    assertThat(before.statusCode()).isEqualTo(503);
    assertThat(new JsonObject(before.body()).getJsonObject("services").getString("provider-worker"))
        .isEqualTo("DOWN");
    assertThat(after.statusCode()).isEqualTo(200);
  }

  private void serve(Backend service, Handler<HttpServerRequest> handler) throws Exception {
    Loopback.serve(vertx, ports.get(service), handler);
  }

  private static Handler<HttpServerRequest> json(String text) {
    return request -> request.response().end(text);
  }

  private HttpResponse<String> send(String method, String uri, String body)
      throws IOException, InterruptedException {
    return client.send(request(method, uri, body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String uri, String body) {
    return request(method, uri, body, gateway.port());
  }

  private static HttpRequest request(String method, String uri, String body, int port) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + uri))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(Duration.ofSeconds(30))
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static String by(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-by").orElse("");
  }
}
