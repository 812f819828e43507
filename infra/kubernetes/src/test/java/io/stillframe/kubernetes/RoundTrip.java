package io.stillframe.kubernetes;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.custom.QuantityFormatException;

/**
 * What a model has made of an object. A reader takes {@code "2"} for a number and 5 for a text, and
 * Kubernetes does not: what is read must be what was written.
 */
final class RoundTrip {
  private RoundTrip() {}

  /** Where the first thing was that is another now, or gone. */
  static Optional<String> change(JsonNode written, JsonNode read) {
    return changes("", written, read).findFirst();
  }

  private static Stream<String> changes(String place, JsonNode written, JsonNode read) {
    if (written.isContainerNode() && written.isEmpty() && read.isMissingNode()) {
      return Stream.empty();
    }
    if (written.isObject() && read.isObject()) {
      return written.properties().stream()
          .flatMap(
              member ->
                  changes(
                      place + "/" + member.getKey(),
                      member.getValue(),
                      read.path(member.getKey())));
    }
    if (written.isArray() && read.isArray()) {
      return IntStream.range(0, written.size())
          .boxed()
          .flatMap(index -> changes(place + "/" + index, written.get(index), read.path(index)));
    }
    return isSame(written, read)
        ? Stream.empty()
        : Stream.of("%s is %s and was read as %s".formatted(place, written, read));
  }

  private static boolean isSame(JsonNode written, JsonNode read) {
    if (written.isNumber() && read.isNumber()) {
      return written.decimalValue().compareTo(read.decimalValue()) == 0;
    }
    return written.equals(read)
        || written.isTextual() && read.isTextual() && isSameQuantity(written, read);
  }

  private static boolean isSameQuantity(JsonNode written, JsonNode read) {
    try {
      return quantity(written).compareTo(quantity(read)) == 0;
    } catch (QuantityFormatException e) {
      return false;
    }
  }

  private static BigDecimal quantity(JsonNode text) {
    return Quantity.fromString(text.asText()).getNumber();
  }
}
