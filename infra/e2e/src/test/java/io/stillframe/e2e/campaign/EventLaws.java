package io.stillframe.e2e.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stillframe.e2e.campaign.History.Told;

/** Laws of the events of each snapshot, and of what they add up to. */
final class EventLaws {
  private EventLaws() {}

  static Stream<Violation> check(History history) {
    List<Violation> found = new ArrayList<>();
    Map<UUID, Told> last = new HashMap<>();
    bySnapshot(history)
        .forEach((snapshot, events) -> last.put(snapshot, follow(events, found).getLast()));
    sameEverywhere(history, last, found);
    return found.stream();
  }

  /** The events of each snapshot in the order of their arrival. */
  static Map<UUID, List<Told>> bySnapshot(History history) {
    return history.told().stream()
        .collect(Collectors.groupingBy(Told::snapshot, LinkedHashMap::new, Collectors.toList()));
  }

  /** The first of each version, as far as they count from 1 without a gap. */
  static List<Told> inOrder(List<Told> events) {
    List<Told> first = new ArrayList<>();
    for (Told event : events) {
      if (event.version() == first.size() + 1) {
        first.add(event);
      } else if (event.version() > first.size()) {
        return first;
      }
    }
    return first;
  }

  /** The events without those that came again; at least once is what is promised. */
  private static List<Told> follow(List<Told> events, List<Violation> found) {
    List<Told> first = new ArrayList<>();
    Map<Long, String> seen = new HashMap<>();
    for (Told event : events) {
      String before = seen.putIfAbsent(event.version(), event.digest());
      if (before == null) {
        first.add(event);
      } else if (!before.equals(event.digest())) {
        found.add(new Violation(Law.GAP_FREE, "told again as something else: " + event));
      }
    }
    for (int i = 0; i < first.size(); i++) {
      Told event = first.get(i);
      if (event.version() != i + 1) {
        found.add(
            new Violation(
                Law.GAP_FREE,
                "version %d comes as number %d: %s".formatted(event.version(), i + 1, event)));
        return first;
      }
      legal(i == 0 ? null : first.get(i - 1), event, found);
    }
    return first;
  }

  private static void legal(@Nullable Told before, Told event, List<Violation> found) {
    String previous = before == null ? null : before.state();
    boolean legal =
        Objects.equals(previous, event.previousState())
            && (before == null
                ? Arrows.NEXT.containsKey(event.state())
                    && (event.type().equals("requested") || event.type().equals("adopted"))
                : Arrows.lead(before.state(), event.state()));
    if (!legal) {
      found.add(new Violation(Law.LEGAL, "after " + previous + ": " + event));
    }
  }

  private static void sameEverywhere(History history, Map<UUID, Told> last, List<Violation> found) {
    Map<UUID, History.StateTold> states =
        history.states().stream().collect(Collectors.toMap(History.StateTold::snapshot, s -> s));
    Map<UUID, History.Shown> shown =
        history.shown().stream()
            .collect(Collectors.toMap(History.Shown::snapshot, s -> s, (a, b) -> a));
    last.forEach(
        (snapshot, event) -> {
          History.StateTold state = states.get(snapshot);
          History.Shown view = shown.get(snapshot);
          if (state == null || !state.digest().equals(event.digest())) {
            found.add(new Violation(Law.SAME_EVERYWHERE, event + " but the state is " + state));
          }
          if (view == null || !view.digest().equals(event.digest())) {
            found.add(new Violation(Law.SAME_EVERYWHERE, event + " but it is shown as " + view));
          }
        });
    Stream.concat(states.keySet().stream(), shown.keySet().stream())
        .filter(snapshot -> !last.containsKey(snapshot))
        .distinct()
        .forEach(
            snapshot ->
                found.add(
                    new Violation(Law.SAME_EVERYWHERE, "no event tells of snapshot " + snapshot)));
  }
}
