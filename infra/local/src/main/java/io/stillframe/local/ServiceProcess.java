package io.stillframe.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a service is run: with the JVM that runs us, in the data folder, with its output in its log.
 */
record ServiceProcess(Replica replica, Settings settings) implements Supervisor.Launch {
  /**
   * For a machine that runs everything at once: a service at rest stays below 300 MiB. Of the
   * collectors the serial one costs the least beside its heap.
   */
  private static final List<String> JVM =
      List.of(
          "-Xms32m",
          "-Xmx160m",
          "-XX:+UseSerialGC",
          "-XX:MaxMetaspaceSize=160m",
          "-XX:MaxDirectMemorySize=64m",
          "-XX:ReservedCodeCacheSize=64m",
          "-Xss512k",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-opens=java.base/java.lang=ALL-UNNAMED");

  /**
   * In which a process that is told to end answers what the gateway, which asks the others by then,
   * has just sent to it.
   */
  private static final String ON_THEIR_WAY = "2S";

  @Override
  public Process start() throws IOException {
    DataFolder data = new DataFolder(settings.data());
    Path log = data.log(replica);
    LogFile.rotate(log);
    ProcessBuilder builder = new ProcessBuilder(command());
    builder.directory(data.run().toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // A service would take our own settings for settings of its own that it does not know.
    builder.environment().keySet().removeIf(name -> name.startsWith("STILLFRAME_"));
    builder.environment().putAll(environment());
    return builder.start();
  }

  @Override
  public Duration grace() {
    return settings.recording().isPresent() ? StartupArchives.RECORDING_LIMIT : Processes.GRACE;
  }

  private List<String> command() {
    Service service = replica.service();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(compilers(service));
    command.addAll(StartupArchives.options(service, settings));
    command.add("-jar");
    command.add(service.jar(settings.root()).toString());
    return command;
  }

  /**
   * Only the second compiler has the fast SHA-256 that copies are checked with; the others start
   * sooner without it. The worker does too when it compiles again only what runs ten times as often
   * as the JVM asks for by itself (5000, 600 and 15,000 calls).
   */
  private static List<String> compilers(Service service) {
    return service == Service.WORKER
        ? List.of(
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000")
        : List.of("-XX:TieredStopAtLevel=1");
  }

  private Map<String, String> environment() {
    int postgres = settings.port(Listener.POSTGRES);
    String database = replica.service().database();
    return Map.of(
        "QUARKUS_SHUTDOWN_DELAY",
        settings.hasSeveral(replica.service()) ? ON_THEIR_WAY : "0S",
        "QUARKUS_HTTP_HOST",
        "127.0.0.1",
        "QUARKUS_HTTP_PORT",
        Integer.toString(replica.port()),
        "QUARKUS_DATASOURCE_USERNAME",
        Postgres.USER,
        "QUARKUS_DATASOURCE_PASSWORD",
        Postgres.PASSWORD,
        "QUARKUS_DATASOURCE_JDBC_URL",
        Postgres.jdbcUrl(postgres, database),
        "QUARKUS_DATASOURCE_REACTIVE_URL",
        Postgres.reactiveUrl(postgres, database),
        "KAFKA_BOOTSTRAP_SERVERS",
        KafkaBroker.bootstrapServers(settings.port(Listener.KAFKA)),
        "SMALLRYE_CONFIG_LOCATIONS",
        configuration());
  }

  /** A URI, because the folder's path may hold a blank; a comma would end it. */
  private String configuration() {
    Path file = new DataFolder(settings.data()).configuration();
    return file.toUri().toString().replace(",", "%2C");
  }
}
