package io.stillframe.e2e.campaign;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Whoever asks sees what is theirs: by what the answer says, and by who had asked for it. */
final class OwnLaws {
  private OwnLaws() {}

  static Stream<Violation> check(History history) {
    Map<UUID, String> owners = new HashMap<>();
    Map<UUID, String> askers = new HashMap<>();
    for (History.Accepted each : history.accepted()) {
      owners.putIfAbsent(each.snapshot(), each.organization());
      askers.putIfAbsent(each.operation(), each.organization());
    }
    return Stream.of(
            history.sights().stream().filter(each -> !each.caller().equals(each.owner())),
            history.shown().stream()
                .filter(
                    each ->
                        !each.asker().equals(each.owner())
                            || !each.asker()
                                .equals(owners.getOrDefault(each.snapshot(), each.asker()))),
            // The answer does not name an operation's owner: whoever asked for it is.
            history.operations().stream()
                .filter(
                    each ->
                        !each.asker().equals(askers.getOrDefault(each.operation(), each.asker()))))
        .flatMap(each -> each)
        .map(each -> new Violation(Law.OWN_ONLY, each.toString()));
  }
}
