package io.stillframe.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The settings of a broker that is alone in its cluster and shares a machine with everything else.
 *
 * @param directory holds records and metadata
 * @param port for clients
 * @param controllerPort for the broker's own controller; may differ from run to run
 * @param more settings; listeners come to ours, of others these count
 */
record BrokerSettings(Path directory, int port, int controllerPort, Map<String, String> more) {
  private static final Set<String> JOINED = Set.of("listeners", "advertised.listeners");

  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  static final String HOST = "127.0.0.1:";

  String bootstrapServers() {
    return KafkaBroker.bootstrapServers(port);
  }

  Map<String, String> toMap() {
    Map<String, String> settings = new HashMap<>();
    settings.putAll(network());
    settings.putAll(single());
    settings.putAll(frugal());
    // Nobody watches whether the controller lives, so it need not write twice a second that it
    // does.
    settings.put("metadata.max.idle.interval.ms", "0");
    settings.put("log.dirs", directory.toString());
    settings.put("auto.create.topics.enable", "false");
    // A laptop may rest for weeks; consumers shall go on where they were, not start again.
    settings.put("offsets.retention.minutes", Long.toString(Duration.ofDays(365).toMinutes()));
    more.forEach(
        (key, value) ->
            settings.merge(
                key, value, (ours, theirs) -> JOINED.contains(key) ? ours + "," + theirs : theirs));
    return settings;
  }

  private Map<String, String> network() {
    return Map.of(
        "node.id",
        Integer.toString(NODE_ID),
        "process.roles",
        "broker,controller",
        "listeners",
        "PLAINTEXT://" + HOST + port + "," + CONTROLLER_LISTENER + "://" + HOST + controllerPort,
        "advertised.listeners",
        "PLAINTEXT://" + HOST + port,
        "controller.listener.names",
        CONTROLLER_LISTENER,
        "controller.quorum.voters",
        NODE_ID + "@" + HOST + controllerPort,
        "broker.heartbeat.interval.ms",
        "500",
        // After a kill the controller refuses its own broker until the session of the dead one is
        // over.
        "broker.session.timeout.ms",
        "3000");
  }

  /** One replica of everything, and nobody to wait for. */
  private static Map<String, String> single() {
    return Map.of(
        "default.replication.factor",
        "1",
        "min.insync.replicas",
        "1",
        "offsets.topic.replication.factor",
        "1",
        "transaction.state.log.replication.factor",
        "1",
        "transaction.state.log.min.isr",
        "1",
        "share.coordinator.state.topic.replication.factor",
        "1",
        "share.coordinator.state.topic.min.isr",
        "1",
        "group.initial.rebalance.delay.ms",
        "0",
        // Its own vote is the only one, so there is no other that it could come in the way of.
        "controller.quorum.election.timeout.ms",
        "100");
  }

  /** Small tables, few threads: the defaults are made for a machine of its own. */
  private static Map<String, String> frugal() {
    return Map.of(
        "offsets.topic.num.partitions",
        "3",
        "transaction.state.log.num.partitions",
        "3",
        "share.coordinator.state.topic.num.partitions",
        "1",
        "num.network.threads",
        "2",
        "num.io.threads",
        "4",
        "background.threads",
        "2",
        "log.cleaner.dedupe.buffer.size",
        Integer.toString(8 << 20),
        "log.index.size.max.bytes",
        Integer.toString(1 << 20),
        "log.segment.bytes",
        Integer.toString(128 << 20));
  }
}
