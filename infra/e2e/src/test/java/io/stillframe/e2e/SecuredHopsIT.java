package io.stillframe.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vertx.core.net.SocketAddress;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.gateway.Backend;
import io.stillframe.gateway.Gateway;
import io.stillframe.local.Listener;
import io.stillframe.local.LocalStack;
import io.stillframe.local.Service;
import io.stillframe.local.Settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Broker, database and a cloud take nobody without TLS and credentials, and the services run all
 * the same. Over 200 lines because all of it shares one stack, which takes half a minute to start.
 */
@Tag("long")
class SecuredHopsIT {
  private static final Map<String, String> LOCAL =
      Map.of(
          "provider",
          "compute-on",
          "environment",
          "test_area",
          "volumeId",
          "4fe54594-a788-442c-b7a8-0237f7a4f70d");
  private static final Map<String, String> CLOUD =
      Map.of("provider", "trusted", "volumeId", SecuredCloud.VOLUME);

  @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER)
  static Path folder;

  private static Settings settings;
  private static SecuredServers servers;
  private static LocalStack stack;

  @BeforeAll
  static void start() throws IOException, SQLException {
    settings = withRoomForTls(Settings.withFreePorts(Stack.ROOT, folder.resolve("data")));
    servers = SecuredServers.start(folder, settings);
    Path file = folder.resolve("more.properties");
    stack =
        LocalStack.start(
            servers.told(settings, file, servers.configuration()), System.out::println);
  }

  /** The services' TLS ports are their others with a one before, so these have four digits. */
  private static Settings withRoomForTls(Settings any) {
    Map<Listener, Integer> ports = new HashMap<>(any.ports());
    Iterator<Integer> free =
        IntStream.range(2000, 9999)
            .filter(port -> isFree(port) && isFree(10_000 + port))
            .iterator();
    for (Listener listener : List.of(Listener.COMMAND, Listener.WORKER, Listener.QUERY)) {
      ports.put(listener, free.next());
    }
    return new Settings(
        any.root(),
        any.data(),
        ports,
        any.additions(),
        any.more(),
        any.elsewhere(),
        any.recording());
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  @Test
  void theMainJobIsDone() {
    assertMainJobIsDone(new Api(stack.url(), "local-operator"), LOCAL);
  }

  @Test
  void aCloudIsReachedByTls() {
    assertMainJobIsDone(new Api(stack.url(), "local-operator"), CLOUD);
  }

  @Test
  void aCloudThatNobodyVouchesForIsNotAsked() {
    Api api = new Api(stack.url(), "local-operator");
    // When
    JsonNode health =
        Awaitility.await()
            .until(() -> environment(api, "untrusted"), seen -> seen.hasNonNull("problem"));
    // Then
    assertThat(health.path("problem").path("type").asText()).endsWith(":provider-unavailable");
    assertThat(Api.expect(200, api.get("/v1/volumes?provider=untrusted")).body().path("items"))
        .isEmpty();
    assertThat(environment(api, "trusted").path("healthy").asBoolean()).isTrue();
  }

  private static JsonNode environment(Api api, String provider) {
    for (JsonNode each : api.get("/v1/providers").body().path("items")) {
      if (each.path("provider").asText().equals(provider)) {
        return each;
      }
    }
    return MissingNode.getInstance();
  }

  @Test
  void aGatewayReachesServicesByTls() {
    try (Gateway gateway = Gateway.start(anywhere(), servers.tls().certificate(), this::tlsPort)) {
      Api api = new Api("http://localhost:" + gateway.port(), "local-operator");
      assertMainJobIsDone(api, LOCAL);
      assertThat(api.get("/q/health").text("status")).isEqualTo("UP");
    }
  }

  @Test
  void aGatewayTrustsNobodyElse() throws IOException {
    // Given
    Path another = Certificate.in(Files.createDirectory(folder.resolve("another"))).certificate();
    try (Gateway gateway = Gateway.start(anywhere(), another, this::tlsPort)) {
      Api api = new Api("http://localhost:" + gateway.port(), "local-operator");
      // When, Then
      assertThat(api.get("/v1/volumes").status()).isEqualTo(503);
      assertThat(api.post("/v1/snapshots", Map.of()).status()).isEqualTo(503);
    }
  }

  private static Gateway.Listening anywhere() {
    return new Gateway.Listening("127.0.0.1", 0, Optional.empty());
  }

  private SocketAddress tlsPort(Backend backend) {
    int port = stack.port(Service.valueOf(backend.name()));
    return SocketAddress.inetSocketAddress(10_000 + port, "127.0.0.1");
  }

  private static void assertMainJobIsDone(Api api, Map<String, String> volume) {
    // Given
    Awaitility.await()
        .until(
            () -> api.get("/v1/volumes").body().findValuesAsText("id"),
            ids -> ids.contains(volume.get("volumeId")));
    // When
    Answer made = api.post("/v1/snapshots", volume, "Prefer", "wait=60");
    String snapshot = "/v1/snapshots/" + made.snapshotId();
    Answer restored = api.post(snapshot + "/restore", Map.of("name", "again"), "Prefer", "wait=60");
    Answer deleted = api.delete(snapshot, "Prefer", "wait=60");
    // Then
    assertThat(List.of(made, restored, deleted))
        .extracting(answer -> answer.text("status"))
        .containsOnly("succeeded");
  }

  @Test
  void theDatabaseTakesNobodyWithoutTlsAndEveryServiceIsThere() throws SQLException {
    // When
    assertThatThrownBy(
            () -> connect("stillframe", "sslmode=disable&password=" + Secured.DATABASE_PASSWORD))
        // Then
        .hasMessageContaining("no encryption");
    assertThatThrownBy(() -> connect("stillframe", "sslmode=require&password=stillframe"))
        .hasMessageContaining("password authentication failed");
    try (Connection connection = connect("postgres", "sslmode=disable");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select string_agg(distinct datname, ' ' order by datname), bool_and(ssl)"
                    + " from pg_stat_activity join pg_stat_ssl using (pid)"
                    + " where usename = 'stillframe'")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("command query worker");
      assertThat(rows.getBoolean(2)).isTrue();
    }
  }

  @Test
  void theBrokerTakesNobodyWithoutTlsAndCredentials() {
    assertThatThrownBy(() -> topics(Map.of())).isInstanceOf(ExecutionException.class);
    assertThatThrownBy(
            () ->
                topics(
                    Map.of(
                        "security.protocol",
                        "SSL",
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.truststore.location",
                        servers.tls().certificate().toString())))
        .isInstanceOf(ExecutionException.class);
  }

  @Test
  void everyServiceAnswersOverTls() throws Exception {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(Trust.of(servers.tls().certificate())).build()) {
      for (Service service : Service.values()) {
        URI uri = URI.create("https://127.0.0.1:1" + stack.port(service) + "/q/health/live");
        HttpResponse<String> answer =
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Secured.KAFKA_PASSWORD, Secured.DATABASE_PASSWORD})
  void passwordsAreInNoLogAndOnNoPage(String password) throws IOException {
    for (Service service : Service.values()) {
      Api api = new Api("http://127.0.0.1:" + stack.port(service), "");
      // When
      String log = Files.readString(stack.data().log(service));
      String health = api.get("/q/health").body().toString();
      String metrics = Scrape.of("127.0.0.1:" + stack.port(service)).text();
      // Then
      assertThat(log).contains("started in").doesNotContain(password);
      assertThat(health).contains("checks").doesNotContain(password);
      assertThat(metrics).contains("jvm").doesNotContain(password);
    }
  }

  private static Connection connect(String user, String parameters) throws SQLException {
    return DriverManager.getConnection(
        servers.postgres().jdbcUrl("worker") + "?user=" + user + "&" + parameters);
  }

  private static Set<String> topics(Map<String, Object> how) throws Exception {
    Map<String, Object> client = new HashMap<>(how);
    client.put("bootstrap.servers", "127.0.0.1:" + settings.port(Listener.KAFKA));
    client.put("default.api.timeout.ms", 3000);
    client.put("request.timeout.ms", 2000);
    try (Admin admin = Admin.create(client)) {
      return admin.listTopics().names().get();
    }
  }
}
