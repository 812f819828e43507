package io.stillframe.kubernetes;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.stillframe.contract.Topic;

import static org.assertj.core.api.Assertions.assertThat;

/** Each service may do at the broker what it does, and nothing else. */
@Rendered
class UsersTest {
  /** What relays publish; channels publish the rest. */
  private static final Map<String, Set<Topic>> RELAYED =
      Map.of(
          "command-service",
          Set.of(Topic.SNAPSHOT_REQUESTS, Topic.ADMIN_REQUESTS, Topic.ADMIN_EVENTS),
          "provider-worker",
          Set.of(
              Topic.SNAPSHOT_EVENTS,
              Topic.SNAPSHOT_STATE,
              Topic.VOLUME_STATE,
              Topic.PROVIDER_STATE,
              Topic.INVENTORY_FINDINGS,
              Topic.ADMIN_EVENTS),
          "query-service",
          Set.of());

  /** What a service reads besides its channels when its database was restored. */
  private static final Map<String, Set<Topic>> RECOVERED =
      Map.of(
          "command-service",
          Set.of(Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_STATE),
          "provider-worker",
          RELAYED.get("provider-worker"),
          "query-service",
          Set.of());

  private final Rendering production = Rendering.overlay("production");

  @ParameterizedTest
  @ValueSource(strings = {"command-service", "provider-worker", "query-service"})
  void aServiceReadsItsChannelsItsOwnDeadLettersAndWhatItRecoversFrom(String service) {
    // Given
    Channels channels = Channels.of(service);
    Set<String> expected = new TreeSet<>(channels.read());
    Topic.deadLettersOf(channels.group()).map(Topic::topicName).ifPresent(expected::add);
    RECOVERED.get(service).forEach(topic -> expected.add(topic.topicName()));

    // Then
    assertThat(allowed(service, "topic", "Read")).isEqualTo(expected);
    assertThat(allowed(service, "group", "Read")).containsExactly(channels.group());
  }

  @ParameterizedTest
  @ValueSource(strings = {"command-service", "provider-worker", "query-service"})
  void aServiceWritesItsChannelsAndWhatItsRelayPublishes(String service) {
    // Given
    Set<String> expected = new TreeSet<>(Channels.of(service).written());
    RELAYED.get(service).forEach(topic -> expected.add(topic.topicName()));

    // Then
    assertThat(allowed(service, "topic", "Write")).isEqualTo(expected);
  }

  @Test
  void relaysHaveTheirTransactionalIds() {
    assertThat(allowed("command-service", "transactionalId", "Write"))
        .containsExactly("stillframe.command-service.outbox");
    assertThat(allowed("provider-worker", "transactionalId", "Write"))
        .containsExactly("stillframe.provider-worker.outbox");
    assertThat(allowed("query-service", "transactionalId", "Write")).isEmpty();
  }

  /** Each fact has one owner: nobody else may publish it. */
  @Test
  void requestsAndEventsHaveOneWriter() {
    assertThat(writersOf(Topic.SNAPSHOT_REQUESTS)).containsExactly("command-service");
    assertThat(writersOf(Topic.SNAPSHOT_EVENTS)).containsExactly("provider-worker");
    assertThat(writersOf(Topic.SNAPSHOT_STATE)).containsExactly("provider-worker");
  }

  @Test
  void theAutoscalerOnlyLooks() {
    assertThat(operations("autoscaler")).containsExactly("Describe");
  }

  @Test
  void nobodyMayDoAnythingByAPattern() {
    assertThat(production.all("KafkaUser").flatMap(user -> user.all("/spec/authorization/acls")))
        .isNotEmpty()
        .noneMatch(acl -> acl.at("/resource").has("patternType"))
        .noneMatch(acl -> acl.at("/resource/name").asText().contains("*"));
    assertThat(
            production
                .all("KafkaUser")
                .map(Manifest::name)
                .flatMap(name -> operations(name).stream()))
        .containsOnly("Read", "Write", "Describe");
  }

  @Test
  void anAllowanceMoreIsSeen() {
    // Given
    Manifest user =
        production
            .one("KafkaUser", "query-service")
            .with("/spec/authorization/acls/0/operations", "[\"Read\",\"Write\"]");

    // Then
    assertThat(allowed(user, "topic", "Write"))
        .isNotEqualTo(allowed("query-service", "topic", "Write"));
  }

  private Set<String> writersOf(Topic topic) {
    return production
        .all("KafkaUser")
        .filter(user -> allowed(user, "topic", "Write").contains(topic.topicName()))
        .map(Manifest::name)
        .collect(Collectors.toSet());
  }

  private Set<String> operations(String user) {
    return production
        .one("KafkaUser", user)
        .all("/spec/authorization/acls")
        .flatMap(acl -> Manifest.elements(acl.path("operations")))
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }

  private Set<String> allowed(String user, String type, String operation) {
    return allowed(production.one("KafkaUser", user), type, operation);
  }

  private static Set<String> allowed(Manifest user, String type, String operation) {
    return user.all("/spec/authorization/acls")
        .filter(acl -> acl.at("/resource/type").asText().equals(type))
        .filter(
            acl ->
                Manifest.elements(acl.path("operations"))
                    .anyMatch(one -> one.asText().equals(operation)))
        .map(acl -> acl.at("/resource/name").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
