package io.stillframe.command.snapshot;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.stillframe.api.JsonText;
import io.stillframe.api.ProblemException;
import io.stillframe.contract.ProblemType;

/**
 * The rule for merge patches of a snapshot (RFC 7396): name, description, labels and organization.
 */
public final class UpdatePatch {
  private static final Set<String> MEMBERS =
      new TreeSet<>(Set.of("name", "description", "labels", "organization"));
  private static final int DESCRIPTION_LENGTH = 1000;

  private UpdatePatch() {}

  /**
   * @throws ProblemException 400 or 422 if it is no patch of these members
   */
  public static ObjectNode check(JsonNode body) {
    if (!(body instanceof ObjectNode patch) || patch.isEmpty()) {
      throw malformed("body", "must be an object with at least one of " + MEMBERS);
    }
    JsonText.check(patch);
    patch
        .fieldNames()
        .forEachRemaining(
            member -> {
              if (!MEMBERS.contains(member)) {
                throw new ProblemException(
                    ProblemType.UNKNOWN_MEMBER.at(
                        member, member + " is not known; known are " + MEMBERS));
              }
            });
    text(patch, "name").ifPresent(name -> SnapshotName.check("name", name));
    text(patch, "organization");
    checkDescription(patch.get("description"));
    checkLabels(patch.get("labels"));
    return patch;
  }

  /** The member's text, if the patch has it. */
  public static Optional<String> text(ObjectNode patch, String member) {
    JsonNode value = patch.get(member);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw malformed(member, "must be a string; it cannot be removed");
    }
    return Optional.of(value.asText());
  }

  private static void checkDescription(JsonNode description) {
    if (description == null || description.isNull()) {
      return;
    }
    if (!description.isTextual()) {
      throw malformed("description", "must be a string or null");
    }
    if (description.asText().length() > DESCRIPTION_LENGTH) {
      throw new ProblemException(
          ProblemType.INVALID_VALUE.at(
              "description",
              "description must have at most %d characters".formatted(DESCRIPTION_LENGTH)));
    }
  }

  private static void checkLabels(JsonNode labels) {
    if (labels == null || labels.isNull()) {
      return;
    }
    if (!labels.isObject()) {
      throw malformed("labels", "must be an object or null");
    }
    Labels.checkCount(labels.size());
    labels
        .properties()
        .forEach(
            label -> {
              if (!label.getValue().isTextual() && !label.getValue().isNull()) {
                throw malformed("labels", "must have strings or nulls as values");
              }
              Labels.check(
                  label.getKey(), label.getValue().isNull() ? "" : label.getValue().asText());
            });
  }

  private static ProblemException malformed(String member, String rule) {
    return new ProblemException(ProblemType.MALFORMED_BODY.at(member, member + " " + rule));
  }
}
