package io.stillframe.worker.provider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.ProblemType;
import io.stillframe.local.StillframeTestResource;
import io.stillframe.worker.provider.ProvidersConfig.ProviderConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Servers that nobody has vouched for, that do not answer, or that send elsewhere. */
@QuarkusTest
@QuarkusTestResource(
    value = StillframeTestResource.class,
    initArgs = @ResourceArg(name = "database", value = "worker"))
class RestClientsTest {
  @TempDir Path folder;
  @Inject @Any Instance<ProviderKind> kinds;

  private final AtomicInteger asked = new AtomicInteger();
  private HttpsServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(SelfSigned.context(folder.resolve("keys.p12"))));
    server.createContext("/", exchange -> answer(exchange, 200));
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cloudmc", "scaleway"})
  void aCertificateThatNobodyVouchesForIsNotTalkedTo(String kind) {
    // Given
    SnapshotProvider provider =
        open(kind, "https://localhost:" + server.getAddress().getPort() + "/api/v2");

    // When, Then
    assertThatThrownBy(() -> provider.listVolumes().await().indefinitely())
        .isInstanceOfSatisfying(
            ProviderException.class,
            failure -> assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE));
    assertThat(asked).hasValue(0);
  }

  @Test
  void aConnectionWithoutAnAddressIsToldAtTheStart() {
    assertThatThrownBy(() -> open("cloudmc", "not-an-address"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stillframe.providers.secure.url");
  }

  /** A listener whose queue is full drops what comes next, as a firewall does. */
  @ParameterizedTest
  @ValueSource(strings = {"cloudmc", "scaleway"})
  void aConnectionThatIsNotTakenIsGivenUpInItsOwnTime(String kind) throws IOException {
    // Given
    List<SocketChannel> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (int each = 0; each < 4; each++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.connect(full.getLocalSocketAddress());
        waiting.add(channel);
      }
      SnapshotProvider provider =
          open(
              kind,
              "http://127.0.0.1:" + full.getLocalPort() + "/api/v2",
              Map.of("connect-timeout", "300ms", "call-timeout", "30s"));
      long start = System.nanoTime();

      // When, Then
      assertThatThrownBy(() -> provider.listVolumes().await().indefinitely())
          .isInstanceOfSatisfying(
              ProviderException.class,
              failure ->
                  assertThat(failure.problem().detail()).isEqualTo("the cloud cannot be reached"));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(250), Duration.ofSeconds(10));
    } finally {
      for (SocketChannel each : waiting) {
        each.close();
      }
    }
  }

  /** Else whoever answers for a cloud could have the worker ask servers that only it can reach. */
  @ParameterizedTest
  @CsvSource({"cloudmc, 302", "cloudmc, 307", "scaleway, 302", "scaleway, 307"})
  void aRedirectIsNotFollowedAndNoRefusal(String kind, int status) throws IOException {
    // Given
    HttpServer cloud =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpServer elsewhere =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    elsewhere.createContext("/", exchange -> answer(exchange, 200));
    cloud.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", address(elsewhere));
          answer(exchange, status);
        });
    elsewhere.start();
    cloud.start();
    SnapshotProvider provider = open(kind, address(cloud));

    // When, Then
    try {
      assertThatThrownBy(() -> provider.listVolumes().await().indefinitely())
          .isInstanceOfSatisfying(
              ProviderException.class,
              failure -> {
                assertThat(failure.errorClass()).isEqualTo(ErrorClass.RETRYABLE);
                assertThat(failure.problem().is(ProblemType.PROVIDER_UNAVAILABLE)).isTrue();
              });
      assertThat(asked).as("calls of the cloud alone").hasValue(1);
    } finally {
      cloud.stop(0);
      elsewhere.stop(0);
    }
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v2";
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    asked.incrementAndGet();
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private SnapshotProvider open(String kind, String url) {
    return open(kind, url, Map.of());
  }

  private SnapshotProvider open(String kind, String url, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.putAll(Map.of("kind", kind, "url", url, "key", UUID.randomUUID().toString()));
    ProviderConfig config = Configured.provider("secure", "here", settings);
    return kinds.stream()
        .filter(each -> each.name().equals(kind))
        .findFirst()
        .orElseThrow()
        .open("secure", config, "here", config.environments().get("here"));
  }
}
