package io.stillframe.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AdditionsTest {
  @TempDir Path folder;

  @Test
  void aUsualRunHasNone() {
    assertThat(Additions.from(List.of(), Map.of())).isEqualTo(Additions.NONE);
  }

  @Test
  void takesSimulatorsCertificateAndConfiguration() throws Exception {
    // Given
    String file = Files.createFile(folder.resolve("file")).toString();

    // When
    Additions additions =
        Additions.from(
            List.of("--simulators"),
            Map.of(
                "STILLFRAME_CONFIGURATION",
                file,
                "STILLFRAME_TLS_CERTIFICATE",
                file,
                "STILLFRAME_TLS_KEY",
                file));

    // Then
    assertThat(additions.simulators()).isTrue();
    assertThat(additions.configuration()).contains(Path.of(file));
    assertThat(additions.tls()).contains(new Additions.Tls(Path.of(file), Path.of(file)));
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertThatThrownBy(() -> Additions.from(List.of("--simulator"), Map.of()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("--simulator is not known");
    assertThatThrownBy(
            () -> Additions.from(List.of(), Map.of("STILLFRAME_CONFIGURATION", "/not/there")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("/not/there cannot be read");
    assertThatThrownBy(
            () -> Additions.from(List.of(), Map.of("STILLFRAME_TLS_KEY", folder.toString())))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("go together");
  }
}
