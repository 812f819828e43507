package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import io.stillframe.local.Additions.Tls;
import io.stillframe.local.KafkaBroker;
import io.stillframe.local.Postgres;

/**
 * A broker and a database that let the services in by TLS and with credentials only, and what
 * services are told of them.
 */
public final class Secured {
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";

  private static final String SCRAM_LOGIN =
      "org.apache.kafka.common.security.scram.ScramLoginModule required";

  /** What the services show the broker. */
  static final String KAFKA_PASSWORD = "kafka's secret";

  /** What they show the database. */
  static final String DATABASE_PASSWORD = "secret-of-databases";

  private Secured() {}

  /** A broker with a listener on {@code port} beside its own. */
  public static KafkaBroker kafka(Path folder, int port, Tls tls) throws IOException {
    String listener = "SECURE://127.0.0.1:" + port;
    return KafkaBroker.start(
        folder,
        0,
        Map.of(
            "listeners",
            listener,
            "advertised.listeners",
            listener,
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL",
            "sasl.enabled.mechanisms",
            "PLAIN,SCRAM-SHA-512",
            "listener.name.secure.scram-sha-512.sasl.jaas.config",
            SCRAM_LOGIN + ";",
            "listener.name.secure.plain.sasl.jaas.config",
            LOGIN + "user_stillframe=\"" + KAFKA_PASSWORD + "\";",
            "ssl.keystore.type",
            "PEM",
            "ssl.keystore.certificate.chain",
            Files.readString(tls.certificate()),
            "ssl.keystore.key",
            Files.readString(tls.key())));
  }

  public static Postgres postgres(Path folder, int port, Tls tls) throws IOException, SQLException {
    try (Postgres open = Postgres.start(folder, port, false);
        Connection connection =
            DriverManager.getConnection(open.jdbcUrl("postgres") + "?user=postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("alter role " + Postgres.USER + " password '" + DATABASE_PASSWORD + "'");
    }
    Files.setPosixFilePermissions(tls.key(), PosixFilePermissions.fromString("rw-------"));
    Path cluster = folder.resolve("cluster");
    Files.write(
        cluster.resolve("pg_hba.conf"),
        List.of(
            "host all postgres 127.0.0.1/32 trust",
            "hostssl all stillframe 127.0.0.1/32 scram-sha-256"));
    Files.write(
        cluster.resolve("postgresql.conf"),
        List.of(
            "ssl = on",
            "ssl_cert_file = '" + tls.certificate() + "'",
            "ssl_key_file = '" + tls.key() + "'"),
        StandardOpenOption.APPEND);
    return Postgres.start(folder, port, false);
  }

  /** How they get to the broker as a user who may come and go while it runs. */
  public static List<String> scram(String user, String password) {
    return List.of(
        "kafka.sasl.mechanism=SCRAM-SHA-512",
        "kafka.sasl.jaas.config=%s username=\"%s\" password=\"%s\";"
            .formatted(SCRAM_LOGIN, user, password));
  }

  /** How the services get there, whatever their environment says of it. */
  public static List<String> configuration(Tls tls) {
    return List.of(
        "config_ordinal=400",
        "quarkus.datasource.password=" + DATABASE_PASSWORD,
        "kafka.security.protocol=SASL_SSL",
        "kafka.sasl.mechanism=PLAIN",
        "kafka.sasl.jaas.config="
            + LOGIN
            + "username=\"stillframe\" password=\""
            + KAFKA_PASSWORD
            + "\";",
        "kafka.ssl.truststore.type=PEM",
        "kafka.ssl.truststore.location=" + tls.certificate(),
        "quarkus.datasource.jdbc.additional-jdbc-properties.sslmode=verify-full",
        "quarkus.datasource.jdbc.additional-jdbc-properties.sslrootcert=" + tls.certificate(),
        "quarkus.datasource.reactive.postgresql.ssl-mode=verify-full",
        "quarkus.datasource.reactive.hostname-verification-algorithm=HTTPS",
        "quarkus.datasource.reactive.trust-certificate-pem=true",
        "quarkus.datasource.reactive.trust-certificate-pem.certs=" + tls.certificate(),
        "quarkus.http.ssl-port=1${quarkus.http.port}",
        "quarkus.http.ssl.certificate.files=" + tls.certificate(),
        "quarkus.http.ssl.certificate.key-files=" + tls.key());
  }
}
