package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.stillframe.local.Additions;
import io.stillframe.local.Additions.Tls;
import io.stillframe.local.KafkaBroker;
import io.stillframe.local.Listener;
import io.stillframe.local.Postgres;
import io.stillframe.local.Settings;

/** A database, a broker and a cloud that take nobody without TLS and credentials, all running. */
public record SecuredServers(Tls tls, Postgres postgres, KafkaBroker kafka, SecuredCloud cloud)
    implements AutoCloseable {

  /**
   * @param settings of the stack that will use them, whose ports for a database and a broker are
   *     theirs
   */
  public static SecuredServers start(Path folder, Settings settings)
      throws IOException, SQLException {
    Tls tls = Certificate.in(folder);
    return new SecuredServers(
        tls,
        Secured.postgres(folder.resolve("postgres"), settings.port(Listener.POSTGRES), tls),
        Secured.kafka(folder.resolve("kafka"), settings.port(Listener.KAFKA), tls),
        new SecuredCloud(tls));
  }

  /** What services are told of all three. */
  public List<String> configuration() {
    List<String> lines = new ArrayList<>(Secured.configuration(tls));
    lines.addAll(cloud.configuration());
    return lines;
  }

  /** The same stack, which reads this in {@code file} and starts none of the three itself. */
  public Settings told(Settings settings, Path file, List<String> configuration)
      throws IOException {
    return settings
        .with(new Additions(false, Optional.of(Files.write(file, configuration)), Optional.empty()))
        .withElsewhere(Set.of(Listener.POSTGRES, Listener.KAFKA));
  }

  @Override
  public void close() {
    cloud.close();
    kafka.close();
    postgres.close();
  }
}
