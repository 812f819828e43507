package io.stillframe.e2e.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.stillframe.e2e.campaign.History.Accepted;
import io.stillframe.e2e.campaign.History.OperationShown;
import io.stillframe.e2e.campaign.History.Requested;

/**
 * Laws of what was asked for. A caller who gets no answer repeats with the same Idempotency-Key
 * until there is one, so in the end somebody knows of every operation that was accepted, whichever
 * of the answers were lost: one that nobody knows of was made beside the one that the key names.
 */
final class RequestLaws {
  private RequestLaws() {}

  static Stream<Violation> check(History history) {
    List<Violation> found = new ArrayList<>();
    Set<UUID> known =
        history.accepted().stream().map(Accepted::operation).collect(Collectors.toSet());
    Stream<UUID> ended =
        history.told().stream()
            .flatMap(event -> event.moved().stream())
            .map(History.Moved::operation);
    Stream.of(
            ended,
            history.operations().stream().map(OperationShown::operation),
            history.requested().stream().map(Requested::operation))
        .flatMap(each -> each)
        .filter(operation -> !known.contains(operation))
        .distinct()
        .forEach(each -> found.add(new Violation(Law.ASKED_FOR, "operation " + each)));
    alone(
        history.accepted(),
        each -> each.organization() + " " + each.key(),
        Accepted::operation,
        found);
    alone(history.requested(), each -> "operation " + each.operation(), Requested::message, found);
    return found.stream();
  }

  private static <T> void alone(
      List<T> things, Function<T, String> one, Function<T, ?> named, List<Violation> found) {
    Map<String, Set<Object>> all =
        things.stream()
            .collect(Collectors.groupingBy(one, Collectors.mapping(named, Collectors.toSet())));
    all.forEach(
        (each, names) -> {
          if (names.size() > 1) {
            found.add(new Violation(Law.ONE_PER_KEY, each + " names " + names));
          }
        });
  }
}
