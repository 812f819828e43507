package io.stillframe.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Over 200 lines: certificates are made, and shown, without any library. */
class ShownCertificateTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private String protocol = "TLSv1.3";
  private Gateway.Secure files;
  private Gateway gateway;

  @BeforeEach
  void start() throws Exception {
    files =
        new Gateway.Secure(
            Loopback.freePort(), folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    write(made("first", "EC"));
    SocketAddress service = Loopback.serve(vertx, 0, request -> request.response().end("answered"));
    gateway =
        Gateway.start(
            new Gateway.Listening(Loopback.HOST, 0, Optional.of(files)), backend -> service);
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({"EC, TLSv1.3", "EC, TLSv1.2", "RSA, TLSv1.3", "RSA, TLSv1.2"})
  void aRenewedOneIsShownToWhoeverConnectsAndNobodyIsDisturbed(String kind, String version)
      throws Exception {
    // Given
    protocol = version;
    Pem second = made("second", kind);
    try (SSLSocket connected = connect()) {
      assertThat(shownTo(connected)).isEqualTo("CN=first");
      assertThat(answer(connected)).isEqualTo("HTTP/1.1 200 OK");
      // When
      write(second);
      // Then
      Awaitility.await()
          .atMost(SOON)
          .untilAsserted(() -> assertThat(shownToANewCaller()).isEqualTo("CN=second"));
      assertThat(answer(connected)).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aKeyOfAnotherOneLeavesItAsItWasUntilItsOwnComes() throws Exception {
    // Given
    Pem second = made("second", "EC");
    // When
    Files.writeString(files.certificate(), second.certificate());
    // Then
    Awaitility.await()
        .during(Duration.ofMillis(2 * ShownCertificate.LOOK_MILLIS))
        .atMost(SOON)
        .untilAsserted(() -> assertThat(shownToANewCaller()).isEqualTo("CN=first"));
    // When
    Files.writeString(files.key(), second.key());
    // Then
    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(shownToANewCaller()).isEqualTo("CN=second"));
  }

  @Test
  void filesThatAreGoneLeaveItAsItWas() throws Exception {
    // When
    Files.delete(files.key());
    // Then
    Awaitility.await()
        .during(Duration.ofMillis(2 * ShownCertificate.LOOK_MILLIS))
        .atMost(SOON)
        .untilAsserted(() -> assertThat(shownToANewCaller()).isEqualTo("CN=first"));
  }

  @Test
  void nothingIsOpenedWithoutOne() throws Exception {
    // Given
    Gateway.Secure missing =
        new Gateway.Secure(
            Loopback.freePort(), folder.resolve("none.pem"), folder.resolve("none-key.pem"));
    // When, Then
    assertThatThrownBy(
            () ->
                Gateway.start(
                    new Gateway.Listening(Loopback.HOST, 0, Optional.of(missing)),
                    backend -> Loopback.at(1)))
        .hasMessageContaining("none.pem");
    assertThatThrownBy(() -> new Socket(Loopback.HOST, missing.port()))
        .isInstanceOf(ConnectException.class);
  }

  private record Pem(String certificate, String key) {}

  private void write(Pem pem) throws IOException {
    Files.writeString(files.certificate(), pem.certificate());
    Files.writeString(files.key(), pem.key());
  }

  private Pem made(String name, String kind) throws Exception {
    Path file = folder.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                kind,
                "-alias",
                "it",
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                "no-secret")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), "no-secret".toCharArray());
    Certificate certificate = store.getCertificate("it");
    byte[] key = store.getKey("it", "no-secret".toCharArray()).getEncoded();
    return new Pem(pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", key));
  }

  private static String pem(String kind, byte[] content) {
    String text = Base64.getMimeEncoder().encodeToString(content);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, text, kind);
  }

  private SSLSocket connect() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(Loopback.HOST, files.port());
    socket.setSoTimeout(10_000);
    socket.setEnabledProtocols(new String[] {protocol});
    socket.startHandshake();
    return socket;
  }

  private static String shownTo(SSLSocket socket) throws IOException {
    X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return shown.getSubjectX500Principal().getName();
  }

  private String shownToANewCaller() throws Exception {
    try (SSLSocket socket = connect()) {
      return shownTo(socket);
    }
  }

  private static String answer(SSLSocket socket) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET /v1/snapshots HTTP/1.1\r\nHost: gateway\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    String first = reader.readLine();
    String line = first;
    while (!line.isEmpty()) {
      line = reader.readLine();
    }
    char[] body = new char["answered".length()];
    assertThat(reader.read(body)).isEqualTo(body.length);
    return first;
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
