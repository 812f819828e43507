package io.stillframe.worker.budget;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.stillframe.worker.provider.Connection;
import io.stillframe.worker.provider.Tally;

/** What the providers may be asked now, while one claimer alone gives it out. */
public final class Allowance {
  /** Stands for the connection as a whole. */
  private static final String ALL = "";

  /**
   * Whose budget it is.
   *
   * @param environment empty for the connection as a whole
   */
  record Key(String provider, String environment) {}

  /** A stored budget. */
  record Entry(String provider, String environment, Budget budget) {}

  private final Map<Key, Budget> budgets = new HashMap<>();
  private final Set<Key> changed = new HashSet<>();

  /**
   * @param stored what is known
   * @param tallies what is news
   */
  Allowance(
      List<Connection> connections, List<Entry> stored, Map<String, Tally> tallies, Instant now) {
    Map<Key, Budget> known = new HashMap<>();
    stored.forEach(each -> known.put(new Key(each.provider(), each.environment()), each.budget()));
    for (Connection connection : connections) {
      Key whole = new Key(connection.provider(), ALL);
      Tally tally = tallies.getOrDefault(connection.provider(), Tally.NONE);
      if (!budgets.containsKey(whole)) {
        Budget before = known.getOrDefault(whole, Budget.full(connection.limit(), now));
        budgets.put(whole, before.at(connection.limit(), now).after(tally, connection.limit()));
        if (!tally.equals(Tally.NONE)) {
          changed.add(whole);
        }
      }
      Key own = new Key(connection.provider(), connection.environment());
      connection
          .environmentLimit()
          .ifPresent(
              limit ->
                  budgets.put(
                      own, known.getOrDefault(own, Budget.full(limit, now)).at(limit, now)));
    }
  }

  /** How many steps may go out to the connection as a whole. */
  public int room(String provider) {
    Budget whole = budgets.get(new Key(provider, ALL));
    return whole == null ? 0 : whole.room();
  }

  /** How many steps may go out to the environment, as far as it is concerned itself. */
  public int room(String provider, String environment) {
    Budget own = budgets.get(new Key(provider, environment));
    return own == null ? Integer.MAX_VALUE : own.room();
  }

  boolean hasRoom(Connection connection) {
    return room(connection.provider()) > 0
        && room(connection.provider(), connection.environment()) > 0;
  }

  /**
   * A step goes out.
   *
   * @param longest how long it takes at most
   */
  public void spend(String provider, String environment, Duration longest) {
    for (Key key : List.of(new Key(provider, ALL), new Key(provider, environment))) {
      if (budgets.computeIfPresent(key, (ignored, budget) -> budget.less(1, longest)) != null) {
        changed.add(key);
      }
    }
  }

  /** What is to be stored. */
  List<Entry> changed() {
    List<Entry> entries = new ArrayList<>();
    changed.forEach(
        key ->
            entries.add(
                new Entry(
                    key.provider(), key.environment(), Objects.requireNonNull(budgets.get(key)))));
    return entries;
  }

  /** The budgets of the connections as wholes, by their names. */
  Map<String, Budget> connections() {
    Map<String, Budget> wholes = new HashMap<>();
    budgets.forEach(
        (key, budget) -> {
          if (key.environment().equals(ALL)) {
            wholes.put(key.provider(), budget);
          }
        });
    return wholes;
  }
}
