package io.stillframe.e2e.campaign;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import io.stillframe.e2e.campaign.History.Accepted;
import io.stillframe.e2e.campaign.History.Moved;
import io.stillframe.e2e.campaign.History.Told;

/**
 * Whether what ended otherwise than asked for had a reason that can be seen from outside.
 *
 * @param cancelled the operations that somebody asked to cancel
 * @param deleted the snapshots that somebody asked to delete
 * @param gone those, and the snapshots whose create somebody asked to cancel
 * @param begun the operations that were told to run
 * @param copies the ids of those that are at the providers in the end
 */
record Reasons(
    Set<UUID> cancelled, Set<UUID> deleted, Set<UUID> gone, Set<UUID> begun, Set<String> copies) {
  private static final String PROBLEM = "urn:stillframe:problem:";

  /** What a provider that is disturbed may be the reason of. */
  private static final Set<String> TROUBLE =
      Set.of("provider-unavailable", "provider-error", "provider-refused");

  static Reasons of(History history) {
    Set<UUID> cancelled = Set.copyOf(history.cancels());
    Set<UUID> deleted = new HashSet<>();
    Set<UUID> gone = new HashSet<>();
    for (Accepted each : history.accepted()) {
      if (each.kind().equals("delete")) {
        deleted.add(each.snapshot());
        gone.add(each.snapshot());
      } else if (each.kind().equals("create") && cancelled.contains(each.operation())) {
        gone.add(each.snapshot());
      }
    }
    Set<UUID> begun = new HashSet<>();
    history.told().stream()
        .flatMap(event -> event.moved().stream())
        .filter(moved -> !moved.isEnd())
        .forEach(moved -> begun.add(moved.operation()));
    Set<String> copies = new HashSet<>();
    history.copies().forEach(copy -> copies.add(copy.id()));
    return new Reasons(cancelled, deleted, gone, begun, copies);
  }

  boolean explain(Accepted accepted, Moved end, Told event) {
    return switch (end.status()) {
      case "cancelled" ->
          cancelled.contains(accepted.operation()) || deleted.contains(accepted.snapshot());
      case "failed" -> explainFailure(accepted, end, event);
      default -> true;
    };
  }

  private boolean explainFailure(Accepted accepted, Moved end, Told event) {
    String problem = String.valueOf(end.problem()).replace(PROBLEM, "");
    return switch (problem) {
      case "deadline-exceeded" -> end.endedAt() != null && !end.endedAt().isBefore(accepted.due());
      case "snapshot-not-available" ->
          switch (accepted.kind()) {
            case "update" -> isOver(event) || isLost(event, accepted);
            // A delete waits for a restore that runs.
            case "restore" ->
                isLost(event, accepted)
                    || !begun.contains(accepted.operation())
                        && (isOver(event) || isNotYet(event, accepted));
            default -> false;
          };
      default -> !accepted.calm() && TROUBLE.contains(problem);
    };
  }

  /** Nothing was made of the snapshot, or somebody wanted it gone. */
  private boolean isOver(Told event) {
    return switch (event.state()) {
      case "rejected", "failed" -> true;
      case "deleting", "deleted" -> gone.contains(event.snapshot());
      default -> false;
    };
  }

  /** A cloud may lose copies. What it has in the end it has had all the time. */
  private boolean isLost(Told event, Accepted accepted) {
    String copy = event.providerSnapshotId();
    return !accepted.calm() && copy != null && !copies.contains(copy);
  }

  /** It could not be restored yet, or not at the moment; nobody takes copies from a calm disk. */
  private static boolean isNotYet(Told event, Accepted accepted) {
    return switch (event.state()) {
      case "requested", "creating" -> true;
      case "missing", "delete-failed" -> !accepted.calm();
      default -> false;
    };
  }
}
