package io.stillframe.contract;

import java.io.IOException;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WritableTest {
  private final Writable before = new Writable("name", "why", Map.of("a", "1", "b", "2"), "acme");

  @Test
  void leavesWhatThePatchDoesNotName() throws IOException {
    assertThat(before.merge(patch("{}"))).isEqualTo(before);
  }

  @Test
  void removesWhatThePatchNamesWithNull() throws IOException {
    // When
    Writable after =
        before.merge(patch("{\"description\":null,\"labels\":{\"a\":null,\"c\":\"3\"}}"));

    // Then
    assertThat(after).isEqualTo(new Writable("name", null, Map.of("b", "2", "c", "3"), "acme"));
  }

  @Test
  void replacesNameAndOwnerAndRemovesAllLabels() throws IOException {
    assertThat(before.merge(patch("{\"name\":\"new\",\"organization\":\"other\",\"labels\":null}")))
        .isEqualTo(new Writable("new", "why", Map.of(), "other"));
  }

  private static ObjectNode patch(String json) throws IOException {
    return (ObjectNode) ContractJson.MAPPER.readTree(json);
  }
}
