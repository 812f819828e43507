package io.stillframe.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is written fits the schemas; what was ever written is still read; what is not known does no
 * harm.
 */
class ContractTest {
  private static final Path RESOURCES = Path.of("src/main/resources");
  private static final Path EXAMPLES = RESOURCES.resolve("examples");

  private final JsonNode asyncApi = read(RESOURCES.resolve("asyncapi.yaml"));

  @TestFactory
  Stream<DynamicTest> everyMessageWrittenFitsItsSchema() {
    return Messages.all().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> {
                      JsonNode message = ContractJson.MAPPER.readTree(each.getValue().value());
                      assertThat(schemaOf(each.getKey()).validate(message)).isEmpty();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyMessageIsDescribedWithItsTopicTypeAndHeaders() {
    return Messages.all().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () -> {
                      JsonNode described = asyncApi.at("/components/messages/" + each.getKey());
                      Message message = each.getValue();
                      assertThat(described.path("name").asText())
                          .isEqualTo(message.headers().get("ce_type"));
                      JsonNode headers =
                          asyncApi.at(described.at("/headers/$ref").asText().substring(1));
                      assertThat(message.headers().keySet())
                          .containsExactlyInAnyOrderElementsOf(texts(headers.get("required")));
                      assertThat(asyncApi.get("channels"))
                          .anySatisfy(
                              channel -> {
                                assertThat(channel.path("address").asText())
                                    .isEqualTo(message.topic());
                                assertThat(channel.path("messages").has(each.getKey())).isTrue();
                              });
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyMessageHasAnExampleOfWhatIsWrittenNow() {
    return Messages.all().entrySet().stream()
        .map(
            each ->
                DynamicTest.dynamicTest(
                    each.getKey(),
                    () ->
                        assertThat(read(EXAMPLES.resolve("v1").resolve(each.getKey() + ".json")))
                            .isEqualTo(ContractJson.MAPPER.readTree(each.getValue().value()))));
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsStillReadAndWrittenTheSame() throws IOException {
    List<Path> examples;
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      examples = files.filter(file -> file.toString().endsWith(".json")).toList();
    }
    assertThat(examples).hasSizeGreaterThanOrEqualTo(Messages.all().size());
    return examples.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.toString(),
                    () -> {
                      Object message =
                          Message.read(
                              Files.readAllBytes(file), typeOf(file.getFileName().toString()));
                      assertThat(message)
                          .isNotInstanceOfAny(
                              SnapshotEvent.Unknown.class,
                              SnapshotRequest.Unknown.class,
                              AdminRequest.Unknown.class);
                      assertThat(ContractJson.MAPPER.readTree(Message.write(message)))
                          .isEqualTo(read(file));
                    }));
  }

  @Test
  void anEventOfAnUnknownTypeStillTellsTheState() throws IOException {
    // Given
    ObjectNode event = (ObjectNode) read(EXAMPLES.resolve("v1/event-available.json"));
    event.put("type", "archived").put("somethingNew", 1);
    ((ObjectNode) event.get("snapshot")).put("tier", "cold");

    // When
    SnapshotEvent read = Message.read(event.toString().getBytes(), SnapshotEvent.class);

    // Then
    assertThat(read)
        .isInstanceOfSatisfying(
            SnapshotEvent.Unknown.class,
            unknown -> {
              assertThat(unknown.type()).isEqualTo("archived");
              assertThat(unknown.snapshot().version()).isEqualTo(4);
            });
  }

  @Test
  void aRequestOfAnUnknownTypeTellsWhoseItIs() throws IOException {
    // Given
    ObjectNode request = (ObjectNode) read(EXAMPLES.resolve("v1/request-delete.json"));
    request.put("type", "shred").put("passes", 7);

    // When
    SnapshotRequest read = Message.read(request.toString().getBytes(), SnapshotRequest.class);

    // Then
    assertThat(read).isInstanceOf(SnapshotRequest.Unknown.class);
    assertThat(read.operationId()).hasToString(request.get("operationId").asText());
  }

  @Test
  void anAdministratorsRequestOfAnUnknownTypeTellsWhoseItIs() throws IOException {
    // Given
    ObjectNode request =
        (ObjectNode) read(EXAMPLES.resolve("v1/admin-request-rebuild-read-model.json"));
    request.put("type", "defragment").put("passes", 7);

    // When
    AdminRequest read = Message.read(request.toString().getBytes(), AdminRequest.class);

    // Then
    assertThat(read)
        .isInstanceOfSatisfying(
            AdminRequest.Unknown.class,
            unknown -> assertThat(unknown.type()).isEqualTo("defragment"));
    assertThat(read.id()).hasToString(request.get("id").asText());
  }

  @Test
  void everyTopicIsDescribed() {
    assertThat(asyncApi.get("channels"))
        .extracting(channel -> channel.path("address").asText())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Topic.values()).map(Topic::topicName).toList());
  }

  /**
   * The schema of a message, closed: a member that is written but not described is an error here.
   */
  private JsonSchema schemaOf(String message) {
    String file = asyncApi.at("/components/messages/" + message + "/payload/schema/$ref").asText();
    assertThat(file).startsWith("schemas/");
    return JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            factory ->
                factory.schemaLoaders(
                    loaders ->
                        loaders.add(
                            iri ->
                                () -> {
                                  String name = iri.toString().replaceFirst(".*/", "");
                                  JsonNode schema =
                                      read(RESOURCES.resolve("schemas").resolve(name));
                                  close(schema);
                                  return new java.io.ByteArrayInputStream(
                                      schema.toString().getBytes());
                                })))
        .getSchema(java.net.URI.create("https://stillframe.example/" + file));
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.has("properties")
        && object.path("type").asText().equals("object")) {
      object.put("additionalProperties", false);
    }
    schema.forEach(ContractTest::close);
  }

  private static Class<?> typeOf(String example) {
    return Map.<String, Class<?>>of(
            "request", SnapshotRequest.class,
            "event", SnapshotEvent.class,
            "snapshot", Snapshot.class,
            "volume", Volume.class,
            "provider", ProviderEnvironment.class,
            "finding", Finding.class,
            "admin-request", AdminRequest.class,
            "admin-event", AdminEvent.class)
        .get(example.replaceFirst("(?<!^admin)[-.].*", ""));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new java.util.ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static JsonNode read(Path file) {
    try {
      return file.toString().endsWith(".yaml")
          ? new YAMLMapper().readTree(file.toFile())
          : ContractJson.MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
