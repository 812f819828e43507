package io.stillframe.e2e.campaign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.stillframe.e2e.campaign.History.Accepted;
import io.stillframe.e2e.campaign.History.Moved;
import io.stillframe.e2e.campaign.History.Told;

/** Laws of what was accepted: how it ends, and what has come of it. */
final class OperationLaws {
  private OperationLaws() {}

  /** An end and the event that tells of it. */
  private record End(Moved moved, Told event) {}

  static Stream<Violation> check(History history) {
    List<Violation> found = new ArrayList<>();
    Map<UUID, Map<Long, End>> ends = ends(history);
    Map<UUID, String> shown =
        history.operations().stream()
            .collect(
                Collectors.toMap(
                    History.OperationShown::operation,
                    History.OperationShown::status,
                    (a, b) -> a));
    Map<UUID, Accepted> accepted = new HashMap<>();
    history.accepted().forEach(each -> accepted.putIfAbsent(each.operation(), each));
    Reasons reasons = Reasons.of(history);
    accepted
        .values()
        .forEach(
            each ->
                ended(each, ends.getOrDefault(each.operation(), Map.of()), shown, reasons, found));
    return found.stream();
  }

  /** By operation and version, so that an event that is told again counts once. */
  private static Map<UUID, Map<Long, End>> ends(History history) {
    Map<UUID, Map<Long, End>> ends = new HashMap<>();
    for (Told event : history.told()) {
      for (Moved moved : event.moved()) {
        if (moved.isEnd()) {
          ends.computeIfAbsent(moved.operation(), key -> new TreeMap<>())
              .put(event.version(), new End(moved, event));
        }
      }
    }
    return ends;
  }

  private static void ended(
      Accepted accepted,
      Map<Long, End> ends,
      Map<UUID, String> shown,
      Reasons reasons,
      List<Violation> found) {
    if (ends.size() != 1) {
      found.add(new Violation(Law.ENDS_ONCE, accepted + " has ends " + ends.values()));
      return;
    }
    End end = ends.values().iterator().next();
    String status = end.moved().status();
    if (!status.equals(shown.get(accepted.operation()))) {
      found.add(
          new Violation(
              Law.ENDS_ONCE,
              "%s is %s but shown as %s"
                  .formatted(accepted, status, shown.get(accepted.operation()))));
    }
    if (!accepted.snapshot().equals(end.event().snapshot())
        || !isRight(accepted.kind(), status, end.event())
        || !reasons.explain(accepted, end.moved(), end.event())) {
      found.add(new Violation(Law.RIGHT_OUTCOME, accepted + " ends by " + end));
    }
  }

  private static boolean isRight(String kind, String status, Told event) {
    return switch (kind + " " + status) {
      case "create succeeded" -> event.type().equals("available");
      case "create failed" -> event.type().equals("failed") || event.type().equals("rejected");
      case "create cancelled" ->
          event.state().equals("deleting") || event.state().equals("deleted");
      case "update succeeded" -> event.type().equals("updated");
      case "update failed" -> event.type().equals("update-failed");
      case "delete succeeded" -> event.state().equals("deleted");
      case "delete failed" -> event.type().equals("delete-failed");
      case "restore succeeded" -> event.type().equals("restored");
      case "restore failed", "restore cancelled" -> event.type().equals("restore-failed");
      default -> false;
    };
  }
}
