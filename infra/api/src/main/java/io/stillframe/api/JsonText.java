package io.stillframe.api;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import io.stillframe.contract.ProblemType;

/** The rule of texts for a body that is read as a tree, where no deserializer sees it. */
public final class JsonText {
  private static final String REPLACEMENT = "\uFFFD";

  private JsonText() {}

  /**
   * Checks every text and every member's name within {@code body}.
   *
   * @throws ProblemException 400 malformed-body, naming the member, if one cannot be kept
   */
  public static void check(JsonNode body) {
    check(body, "");
  }

  private static void check(JsonNode node, String path) {
    if (node.isTextual()) {
      require(node.textValue(), path);
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = path.isEmpty() ? member.getKey() : path + "." + member.getKey();
      require(member.getKey(), name);
      check(member.getValue(), name);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), path + "[" + i + "]");
      }
    }
  }

  private static void require(String text, String path) {
    if (StrictText.isKeepable(text)) {
      return;
    }
    String why = " must be Unicode text without U+0000";
    // The name itself may be what cannot be written.
    String name = path.replaceAll("[\\x00\\p{Cs}]", REPLACEMENT);
    throw new ProblemException(
        name.isEmpty()
            ? ProblemType.MALFORMED_BODY.because("the body" + why)
            : ProblemType.MALFORMED_BODY.at(name, name + why));
  }
}
