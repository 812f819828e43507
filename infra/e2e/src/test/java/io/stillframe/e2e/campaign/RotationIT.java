package io.stillframe.e2e.campaign;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import io.stillframe.e2e.Answer;
import io.stillframe.e2e.Api;
import io.stillframe.e2e.Secured;
import io.stillframe.e2e.SecuredCloud;
import io.stillframe.e2e.SecuredServers;
import io.stillframe.local.LocalStack;
import io.stillframe.local.Replica;
import io.stillframe.local.Service;
import io.stillframe.local.Settings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The run book's way to other credentials of database, broker and cloud: second ones first, then
 * each process anew, one by one, then the first ones go. Callers notice nothing.
 */
@Tag("long")
@Timeout(600)
class RotationIT {
  private static final Path ROOT =
      Path.of(System.getProperty("stillframe.root", "../..")).toAbsolutePath().normalize();

  private static final String NEXT = "stillframe-next";
  private static final String NEXT_PASSWORD = "the next secret";
  private static final String NEXT_KEY = "99999999-1111-4222-8333-444444444444";
  private static final String DATABASES = "command query worker";
  private static final ScramCredentialInfo SCRAM =
      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);

  private static final List<Target> TARGETS =
      List.of(
          new Target(
              World.FIRST, "compute-on", "test_area", "4fe54594-a788-442c-b7a8-0237f7a4f70d", true),
          new Target(World.FIRST, "trusted", "par1", SecuredCloud.VOLUME, true));

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  private static SecuredServers servers;
  private static LocalStack stack;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    Settings settings =
        Settings.withFreePorts(ROOT, folder.resolve("data"))
            .withReplicas(Map.of(Service.COMMAND, 2, Service.WORKER, 2, Service.QUERY, 2));
    servers = SecuredServers.start(folder, settings);
    List<String> lines = new ArrayList<>(servers.configuration());
    // Two of each service listen on ports that leave no room for others beside them.
    lines.removeIf(line -> line.startsWith("quarkus.http."));
    lines.addAll(Secured.scram("stillframe", "the first secret"));
    kafkaUser(new UserScramCredentialUpsertion("stillframe", SCRAM, "the first secret"));
    settings = servers.told(settings, folder.resolve("more.properties"), lines);
    stack = LocalStack.start(settings, System.out::println);
    api = new Api(stack.url(), "local-operator");
    Awaitility.await()
        .until(
            () -> api.get("/v1/volumes").body().findValuesAsText("id"),
            ids -> ids.containsAll(TARGETS.stream().map(Target::volumeId).toList()));
  }

  @AfterAll
  static void stop() {
    if (stack != null) {
      stack.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  @Test
  void nobodyNoticesThatAllCredentialsAreExchanged() throws Exception {
    // Given
    assertThat(loggedIn()).isEqualTo(Map.of("stillframe", DATABASES));
    Asking asking = new Asking(api, TARGETS);

    // When
    asking.during(
        () -> {
          secondOnes();
          stack.replicas().forEach(RotationIT::restart);
          firstOnesGo();
          // Whoever was logged in to the broker stays so: these have to log in again.
          stack.replicas().stream().filter(each -> each.number() == 1).forEach(RotationIT::restart);
        });

    // Then
    asking.assertEveryoneWasServed();
    assertThat(loggedIn()).isEqualTo(Map.of(NEXT, DATABASES));
    for (Target each : TARGETS) {
      Answer afterwards = Asking.create(api, each, "afterwards-" + each.provider());
      assertThat(api.end(afterwards).path("status").asText()).isEqualTo("succeeded");
    }
  }

  private static void restart(Replica replica) {
    stack.stop(replica);
    stack.start(replica);
    stack.awaitReady(replica);
  }

  private static void secondOnes() throws Exception {
    Files.writeString(
        folder.resolve("postgres/cluster/pg_hba.conf"),
        "hostssl all " + NEXT + " 127.0.0.1/32 scram-sha-256\n",
        StandardOpenOption.APPEND);
    asSuperuser(
        "create role \"%s\" login password '%s' in role stillframe".formatted(NEXT, NEXT_PASSWORD),
        // What a migration makes is the owner's as before.
        "alter role \"%s\" set role stillframe".formatted(NEXT),
        "select pg_reload_conf()");
    kafkaUser(new UserScramCredentialUpsertion(NEXT, SCRAM, NEXT_PASSWORD));
    servers.cloud().takes(NEXT_KEY);
    List<String> lines = new ArrayList<>(Secured.scram(NEXT, NEXT_PASSWORD));
    lines.add("quarkus.datasource.username=" + NEXT);
    lines.add("quarkus.datasource.password=" + NEXT_PASSWORD);
    lines.add(SecuredCloud.KEY + "=" + NEXT_KEY);
    // Of two values for a key the later one counts.
    Files.write(stack.data().configuration(), lines, StandardOpenOption.APPEND);
  }

  private static void firstOnesGo() throws Exception {
    asSuperuser("alter role stillframe nologin");
    kafkaUser(new UserScramCredentialDeletion("stillframe", ScramMechanism.SCRAM_SHA_512));
    servers.cloud().takesOnly(NEXT_KEY);
  }

  private static void kafkaUser(UserScramCredentialAlteration change)
      throws ExecutionException, InterruptedException {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", servers.kafka().bootstrapServers()))) {
      admin.alterUserScramCredentials(List.of(change)).all().get();
    }
  }

  private static void asSuperuser(String... statements) throws SQLException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** To which databases which user is logged in. */
  private static Map<String, String> loggedIn() throws SQLException {
    try (Connection connection = superuser();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select usename, string_agg(distinct datname, ' ' order by datname)"
                    + " from pg_stat_activity where usename like 'stillframe%' group by usename")) {
      Map<String, String> users = new HashMap<>();
      while (rows.next()) {
        users.put(rows.getString(1), rows.getString(2));
      }
      return users;
    }
  }

  private static Connection superuser() throws SQLException {
    return DriverManager.getConnection(servers.postgres().jdbcUrl("postgres") + "?user=postgres");
  }
}
