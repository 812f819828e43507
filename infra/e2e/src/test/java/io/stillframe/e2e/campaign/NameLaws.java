package io.stillframe.e2e.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stillframe.e2e.campaign.History.Accepted;
import io.stillframe.e2e.campaign.History.Moved;
import io.stillframe.e2e.campaign.History.Told;

/**
 * A snapshot's name and labels are its create's and those of the updates that succeeded since, in
 * the order in which the events tell it: of two updates at once either may be the last, but each is
 * merged into what stood there, and nothing else changes them. That states and read model show the
 * same as the last event is another law.
 */
final class NameLaws {
  private NameLaws() {}

  static Stream<Violation> check(History history) {
    Map<UUID, Accepted> accepted = new HashMap<>();
    history.accepted().forEach(each -> accepted.putIfAbsent(each.operation(), each));
    List<Violation> found = new ArrayList<>();
    EventLaws.bySnapshot(history)
        .values()
        .forEach(events -> follow(EventLaws.inOrder(events), accepted, found));
    return found.stream();
  }

  private static void follow(
      List<Told> events, Map<UUID, Accepted> accepted, List<Violation> found) {
    Members before = null;
    for (Told event : events) {
      Members wanted = after(before, event, accepted);
      if (wanted != null && !wanted.equals(event.members())) {
        found.add(new Violation(Law.AS_NAMED, "it should have " + wanted + ": " + event));
        return;
      }
      before = event.members();
    }
  }

  /** None where nobody knows what the first event should have. */
  private static @Nullable Members after(
      @Nullable Members before, Told event, Map<UUID, Accepted> accepted) {
    Members after = before;
    for (Moved moved : event.moved()) {
      Accepted asked = accepted.get(moved.operation());
      if (asked == null) {
        continue;
      }
      if (before == null && asked.kind().equals("create")) {
        after = asked.members();
      } else if (after != null
          && asked.kind().equals("update")
          && moved.status().equals("succeeded")) {
        after = after.merge(asked.members());
      }
    }
    return after;
  }
}
