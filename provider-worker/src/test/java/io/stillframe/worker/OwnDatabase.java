package io.stillframe.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import io.stillframe.local.KafkaBroker;
import io.stillframe.local.Postgres;

/** Servers of one test class alone, whose database it may stop and start again. */
public final class OwnDatabase implements QuarkusTestResourceLifecycleManager {
  /** A {@code Runnable[]}: how the database is stopped, and how it is started again. */
  @Target(ElementType.FIELD)
  @Retention(RetentionPolicy.RUNTIME)
  public @interface Control {}

  private Path directory;
  private Postgres postgres;
  private KafkaBroker kafka;

  @Override
  public Map<String, String> start() {
    try {
      directory = Files.createTempDirectory("stillframe-own-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    postgres = Postgres.start(directory.resolve("postgres"), 0, false);
    kafka = KafkaBroker.start(directory.resolve("kafka"), 0);
    return new HashMap<>(
        Map.of(
            "quarkus.datasource.username", Postgres.USER,
            "quarkus.datasource.password", Postgres.PASSWORD,
            "quarkus.datasource.jdbc.url", postgres.jdbcUrl("worker"),
            "quarkus.datasource.reactive.url", postgres.reactiveUrl("worker"),
            "kafka.bootstrap.servers", kafka.bootstrapServers()));
  }

  @Override
  public void inject(TestInjector injector) {
    int port = postgres.port();
    Runnable[] control = {
      () -> postgres.close(),
      () -> postgres = Postgres.start(directory.resolve("postgres"), port, false)
    };
    injector.injectIntoFields(
        control, new TestInjector.AnnotatedAndMatchesType(Control.class, Runnable[].class));
  }

  @Override
  public void stop() {
    kafka.close();
    postgres.close();
  }
}
