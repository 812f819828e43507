package io.stillframe.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
  private static final Path ROOT = Path.of("root");

  @Test
  void takesTheUsualPortsAndFolder() {
    // When
    Settings settings = Settings.from(ROOT, List.of(), Map.of());
    // Then
    assertThat(settings.port(Listener.GATEWAY)).isEqualTo(8080);
    assertThat(settings.port(Listener.POSTGRES)).isEqualTo(5433);
    assertThat(settings.data()).isEqualTo(ROOT.toAbsolutePath().resolve(".data"));
  }

  @Test
  void takesPortsAndFolderFromTheEnvironment() {
    // When
    Settings settings =
        Settings.from(
            ROOT, List.of(), Map.of("STILLFRAME_KAFKA_PORT", "19092", "STILLFRAME_DATA", "/data"));
    // Then
    assertThat(settings.port(Listener.KAFKA)).isEqualTo(19_092);
    assertThat(settings.data()).isEqualTo(Path.of("/data"));
  }

  @Test
  void refusesWhatIsNoPort() {
    for (String text : new String[] {"0", "65536", "-1", "http", "99999999999"}) {
      assertThatThrownBy(
              () -> Settings.from(ROOT, List.of(), Map.of("STILLFRAME_WORKER_PORT", text)))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("STILLFRAME_WORKER_PORT");
    }
  }

  @Test
  void saysInOneLineWhichPortIsTaken() throws IOException {
    // Given
    Settings settings = Settings.withFreePorts(ROOT, ROOT);
    int port = settings.port(Listener.QUERY);
    try (ServerSocket other = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      // When, Then
      assertThatThrownBy(settings::requireFreePorts)
          .isInstanceOf(StartRefused.class)
          .hasMessage(
              "Port %d for query-service is taken by another process;"
                      .formatted(other.getLocalPort())
                  + " end it or set STILLFRAME_QUERY_PORT to another port");
    }
  }

  @Test
  void noticesAPortThatIsGivenTwice() {
    // Given
    Settings settings =
        Settings.from(
            ROOT,
            List.of(),
            Map.of("STILLFRAME_GATEWAY_PORT", "39091", "STILLFRAME_COMMAND_PORT", "39091"));
    // When, Then
    assertThatThrownBy(settings::requireFreePorts)
        .hasMessageContaining("Port 39091 is given to the gateway and to command-service");
  }
}
