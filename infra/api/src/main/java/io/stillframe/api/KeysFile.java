package io.stillframe.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keys in a file of their own, which is read again when it changes: a key is added, revoked or
 * given another role without a restart. Its lines are those of the configuration.
 */
@Startup
@Singleton
class KeysFile {
  private static final long LOOK_MILLIS = 1000;

  private final ApiKeys keys;
  private volatile String taken = "";

  /**
   * @throws UncheckedIOException if the file cannot be read
   * @throws RuntimeException if it holds what is no key
   */
  KeysFile(
      @ConfigProperty(name = "stillframe.keys-file") Optional<Path> file,
      ApiKeys keys,
      Vertx vertx) {
    this.keys = keys;
    file.ifPresent(
        path -> {
          take(read(path));
          vertx.setPeriodic(LOOK_MILLIS, tick -> lookAside(vertx, path));
        });
  }

  private void lookAside(Vertx vertx, Path file) {
    vertx
        .executeBlocking(
            () -> {
              look(file);
              return null;
            })
        .onFailure(
            failure -> Log.errorf("API keys are as before: %s can't be taken: %s", file, failure));
  }

  private void look(Path file) {
    String now = read(file);
    if (!now.equals(taken)) {
      take(now);
      Log.infof("API keys were read again from %s", file);
    }
  }

  private void take(String text) {
    Map<String, ApiKeysConfig.Key> read = KeyLines.read(text);
    keys.ofFile(() -> read);
    taken = text;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
