package io.stillframe.e2e.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A history in the making, or one that is to be changed. */
final class Draft {
  final List<History.Accepted> accepted = new ArrayList<>();
  final List<History.Requested> requested = new ArrayList<>();
  final List<UUID> cancels = new ArrayList<>();
  final List<History.Sight> sights = new ArrayList<>();
  final List<History.Told> told = new ArrayList<>();
  final List<History.StateTold> states = new ArrayList<>();
  final List<History.Shown> shown = new ArrayList<>();
  final List<History.OperationShown> operations = new ArrayList<>();
  final List<History.Copy> copies = new ArrayList<>();
  final List<History.NewVolume> volumes = new ArrayList<>();
  final List<String> differences = new ArrayList<>();
  final List<String> deadLetters = new ArrayList<>();
  final List<String> oddAnswers = new ArrayList<>();

  static Draft of(History history) {
    Draft draft = new Draft();
    draft.accepted.addAll(history.accepted());
    draft.requested.addAll(history.requested());
    draft.cancels.addAll(history.cancels());
    draft.sights.addAll(history.sights());
    draft.told.addAll(history.told());
    draft.states.addAll(history.states());
    draft.shown.addAll(history.shown());
    draft.operations.addAll(history.operations());
    draft.copies.addAll(history.copies());
    draft.volumes.addAll(history.volumes());
    draft.differences.addAll(history.differences());
    draft.deadLetters.addAll(history.deadLetters());
    draft.oddAnswers.addAll(history.oddAnswers());
    return draft;
  }

  History history() {
    return new History(
        List.copyOf(accepted),
        List.copyOf(requested),
        List.copyOf(cancels),
        List.copyOf(sights),
        List.copyOf(told),
        List.copyOf(states),
        List.copyOf(shown),
        List.copyOf(operations),
        List.copyOf(copies),
        List.copyOf(volumes),
        List.copyOf(differences),
        List.copyOf(deadLetters),
        List.copyOf(oddAnswers));
  }
}
