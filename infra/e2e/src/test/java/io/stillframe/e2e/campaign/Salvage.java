package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The history of a campaign that broke off, as far as it can be gathered. Nothing is healed for it:
 * what is down stays as it is found.
 */
final class Salvage {
  /** What answers at all does so soon. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<String, Source> sources = new LinkedHashMap<>();
  private final Consumer<String> say;

  Salvage(Consumer<String> say) {
    this.say = say;
  }

  static Salvage of(Fleet fleet, Clouds clouds, Diary diary, Consumer<String> say) {
    Evidence evidence = new Evidence(fleet, clouds, diary, new Insistence(diary, PATIENCE));
    return new Salvage(say)
        .with("what callers wrote down", evidence::fromCallers)
        .with("what is at the providers", evidence::fromProviders)
        .with("the topics", evidence::fromTopics)
        .with("the read model", evidence::fromReadModel);
  }

  /** Where a part of the history is found. */
  interface Source {
    void read(Draft draft) throws IOException;
  }

  Salvage with(String what, Source source) {
    sources.put(what, source);
    return this;
  }

  void write(Path folder) throws IOException {
    // A test that takes too long is interrupted; what it has seen is wanted all the same.
    boolean interrupted = Thread.interrupted();
    Draft draft = new Draft();
    sources.forEach((what, source) -> take(what, source, draft));
    Path file = Files.write(folder.resolve("history.txt"), draft.history().lines().toList());
    say.accept("the history so far is in " + file + ", logs and data are beside it");
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(String what, Source source, Draft draft) {
    try {
      source.read(draft);
    } catch (IOException | RuntimeException | AssertionError e) {
      say.accept("%s could not be read to the end: %s".formatted(what, e));
    }
  }
}
