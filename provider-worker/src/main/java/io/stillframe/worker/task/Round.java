package io.stillframe.worker.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.stillframe.contract.OperationKind;
import io.stillframe.worker.budget.Allowance;

/** Gives out the steps and places that there are, in the order of the candidates. */
final class Round {
  private final Allowance allowance;
  private final Map<Share, Integer> left = new HashMap<>();
  private final List<Chosen> chosen = new ArrayList<>();

  Round(Allowance allowance) {
    this.allowance = allowance;
  }

  /**
   * A candidate whose turn it is.
   *
   * @param held whether its provider may not be asked now
   */
  record Chosen(Candidate candidate, boolean held) {}

  /** What there is only so much of: steps or places, of a connection, an environment, a volume. */
  private record Share(String what, List<String> whose) {}

  List<Chosen> choose(List<Candidate> candidates, int most) {
    for (Candidate each : candidates) {
      if (chosen.size() == most) {
        break;
      }
      if (take(shares(each))) {
        chosen.add(new Chosen(each, false));
      } else if (each.late()) {
        chosen.add(new Chosen(each, true));
      }
    }
    return chosen;
  }

  /** All of it or nothing. */
  private boolean take(Map<Share, Integer> shares) {
    shares.forEach(left::putIfAbsent);
    if (shares.keySet().stream().anyMatch(share -> left.getOrDefault(share, 0) <= 0)) {
      return false;
    }
    shares.keySet().forEach(share -> left.merge(share, -1, Integer::sum));
    return true;
  }

  /** What the candidate takes one of, and how much of it there was in the beginning. */
  private Map<Share, Integer> shares(Candidate one) {
    List<String> connection = List.of(one.provider());
    List<String> environment = List.of(one.provider(), one.environment());
    Map<Share, Integer> shares = new LinkedHashMap<>();
    shares.put(new Share("step", connection), allowance.room(one.provider()));
    shares.put(new Share("step", environment), allowance.room(one.provider(), one.environment()));
    if (one.starts()) {
      shares.put(new Share("place", connection), one.places());
      shares.put(new Share("place", environment), one.environmentPlaces());
      if (one.kind() == OperationKind.CREATE) {
        shares.put(
            new Share("copy", List.of(one.provider(), one.environment(), one.volumeId())),
            one.volumePlaces());
      }
    }
    return shares;
  }
}
