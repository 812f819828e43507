package io.stillframe.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;

/**
 * Broken rules of a request as one problem that names each field, its rule and the rule's bound.
 */
final class Violations {
  private Violations() {}

  /** The problem; none if a rule about an answer of ours was broken, which is our fault. */
  static Optional<Problem> problem(Set<? extends ConstraintViolation<?>> violations) {
    if (violations.stream().anyMatch(Violations::isAboutAnswer)) {
      return Optional.empty();
    }
    List<String> details =
        violations.stream().map(each -> field(each) + " " + each.getMessage()).sorted().toList();
    return violations.stream()
        .map(Violations::field)
        .sorted()
        .findFirst()
        .map(field -> ProblemType.INVALID_VALUE.at(field, String.join("; ", details)));
  }

  private static boolean isAboutAnswer(ConstraintViolation<?> violation) {
    for (Path.Node node : violation.getPropertyPath()) {
      if (node.getKind() == ElementKind.RETURN_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** The member as the caller knows it: without our method's and body parameter's names. */
  private static String field(ConstraintViolation<?> violation) {
    List<String> members = new ArrayList<>();
    String parameter = "body";
    for (Path.Node node : violation.getPropertyPath()) {
      switch (node.getKind()) {
        case PARAMETER -> parameter = node.getName();
        case PROPERTY -> members.add(node.getName());
        case CONTAINER_ELEMENT -> members.add("[" + node.getKey() + "]");
        default -> {}
      }
    }
    return members.isEmpty() ? parameter : String.join(".", members).replace(".[", "[");
  }
}
