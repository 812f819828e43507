package io.stillframe.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

import io.stillframe.contract.Topic;

/** The topics of the contract, which must exist before a service starts. */
final class Topics {
  private Topics() {}

  /**
   * Creates what is missing and gives every topic its settings, which may have changed since it was
   * created.
   */
  static void create(String bootstrapServers) {
    Map<String, Map<String, String>> wanted = settings();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Set<String> existing = admin.listTopics().names().get();
      admin
          .createTopics(
              wanted.entrySet().stream()
                  .filter(topic -> !existing.contains(topic.getKey()))
                  .map(topic -> newTopic(topic.getKey(), topic.getValue()))
                  .toList())
          .all()
          .get();
      wanted.keySet().retainAll(existing);
      admin.incrementalAlterConfigs(changes(wanted)).all().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka did not create the topics", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while Kafka created the topics", e);
    }
  }

  /** Settings by topic name. */
  static Map<String, Map<String, String>> settings() {
    Map<String, Map<String, String>> topics = new HashMap<>();
    for (Topic topic : Topic.values()) {
      topics.put(topic.topicName(), topic.settings());
    }
    return topics;
  }

  private static NewTopic newTopic(String name, Map<String, String> settings) {
    // How many copies there are of it is the cluster's to say.
    return new NewTopic(name, Optional.of(Topic.PARTITIONS), Optional.empty()).configs(settings);
  }

  private static Map<ConfigResource, Collection<AlterConfigOp>> changes(
      Map<String, Map<String, String>> topics) {
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    topics.forEach(
        (name, settings) -> {
          List<AlterConfigOp> operations = new ArrayList<>();
          settings.forEach(
              (key, value) ->
                  operations.add(
                      new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
          changes.put(new ConfigResource(ConfigResource.Type.TOPIC, name), operations);
        });
    return changes;
  }
}
