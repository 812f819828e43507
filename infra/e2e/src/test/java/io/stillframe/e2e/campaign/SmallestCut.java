package io.stillframe.e2e.campaign;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Takes away from a history what a broken law does not need. */
final class SmallestCut {
  private SmallestCut() {}

  /** The history of as few snapshots, and of as little else, as still break the law. */
  static History of(History history, Law law) {
    List<UUID> left = new ArrayList<>(history.snapshots());
    for (int size = Math.max(1, left.size() / 2); size >= 1; size /= 2) {
      for (int from = 0; from < left.size(); ) {
        List<UUID> fewer = new ArrayList<>(left);
        fewer.subList(from, Math.min(from + size, left.size())).clear();
        if (breaks(only(history, fewer), law)) {
          left = fewer;
        } else {
          from += size;
        }
      }
    }
    Draft cut = Draft.of(only(history, left));
    List<List<?>> kinds =
        List.of(
            cut.copies, cut.volumes, cut.sights, cut.differences, cut.deadLetters, cut.oddAnswers);
    kinds.forEach(kind -> leaveOut(kind, cut, law));
    return cut.history();
  }

  private static History only(History history, List<UUID> snapshots) {
    Set<UUID> wanted = new HashSet<>(snapshots);
    return history.of(wanted::contains);
  }

  /** Empties the list if the law is broken without it too. */
  private static <T> void leaveOut(List<T> kind, Draft cut, Law law) {
    List<T> kept = List.copyOf(kind);
    kind.clear();
    if (!breaks(cut.history(), law)) {
      kind.addAll(kept);
    }
  }

  private static boolean breaks(History history, Law law) {
    return Checker.check(history).stream().anyMatch(each -> each.law() == law);
  }
}
