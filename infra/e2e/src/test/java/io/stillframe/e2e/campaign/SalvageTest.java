package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class SalvageTest {
  @TempDir Path folder;

  @Test
  void writesWhatCanBeGathered() throws IOException {
    // Given
    UUID operation = new UUID(1, 2);
    List<String> said = new ArrayList<>();
    Salvage salvage =
        new Salvage(said::add)
            .with("the callers", draft -> draft.oddAnswers.add("an odd answer"))
            .with(
                "the topics",
                draft -> {
                  throw new IllegalStateException("the broker is down");
                })
            .with("the read model", draft -> draft.cancels.add(operation));
    // When
    salvage.write(folder);
    // Then
    assertThat(folder.resolve("history.txt"))
        .content()
        .contains("an odd answer", operation.toString());
    assertThat(said)
        .anySatisfy(line -> assertThat(line).contains("the topics", "the broker is down"));
  }

  /** As JUnit does with a test that takes too long. */
  @Test
  void writesItThoughItIsInterrupted() throws IOException {
    // Given
    Salvage salvage =
        new Salvage(line -> {})
            .with(
                "the callers",
                draft -> {
                  Insistence.pause(1);
                  draft.oddAnswers.add("an odd answer");
                });
    Thread.currentThread().interrupt();
    // When
    salvage.write(folder);
    // Then
    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder.resolve("history.txt")).content().contains("an odd answer");
  }
}
