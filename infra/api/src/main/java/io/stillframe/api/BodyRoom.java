package io.stillframe.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What bodies take of the memory together until they are read, and how many come at the same time.
 * No organization has more than a quarter of the memory, nor of the connections that a gateway has
 * to a service, so that nobody can take them from all others.
 */
final class BodyRoom {
  private static final int SHARES = 4;

  /** A gateway has four times as many connections. */
  static final int MOST_COMING = 256;

  private final long most;
  private final AtomicLong together = new AtomicLong();
  private final Map<String, AtomicLong> ofOne = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> comingOfOne = new ConcurrentHashMap<>();

  /**
   * @param most bytes; while bodies grow they may take twice of it
   */
  BodyRoom(long most) {
    this.most = most;
  }

  /** A body of the organization begins to come: whether one more may. It ends either way. */
  boolean begin(String organization) {
    return of(comingOfOne, organization).incrementAndGet() <= MOST_COMING;
  }

  void end(String organization) {
    of(comingOfOne, organization).decrementAndGet();
  }

  /** Takes the bytes, and says whether there was room; they are given back either way. */
  boolean take(String organization, int bytes) {
    long all = together.addAndGet(bytes);
    long own = of(ofOne, organization).addAndGet(bytes);
    return all <= most && own <= most / SHARES;
  }

  void giveBack(String organization, int bytes) {
    together.addAndGet(-bytes);
    of(ofOne, organization).addAndGet(-bytes);
  }

  private static AtomicLong of(Map<String, AtomicLong> counts, String organization) {
    return counts.computeIfAbsent(organization, name -> new AtomicLong());
  }
}
