package io.stillframe.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What bodies take of the memory together until they are read. No organization has more than a
 * quarter of it, so that nobody can fill it for all others.
 */
final class BodyRoom {
  private static final int SHARES = 4;

  private final long most;
  private final AtomicLong together = new AtomicLong();
  private final Map<String, AtomicLong> ofOne = new ConcurrentHashMap<>();

  /**
   * @param most bytes; while bodies grow they may take twice of it
   */
  BodyRoom(long most) {
    this.most = most;
  }

  /** Takes the bytes, and says whether there was room; they are given back either way. */
  boolean take(String organization, int bytes) {
    long all = together.addAndGet(bytes);
    long own = of(organization).addAndGet(bytes);
    return all <= most && own <= most / SHARES;
  }

  void giveBack(String organization, int bytes) {
    together.addAndGet(-bytes);
    of(organization).addAndGet(-bytes);
  }

  private AtomicLong of(String organization) {
    return ofOne.computeIfAbsent(organization, name -> new AtomicLong());
  }
}
