package io.stillframe.api;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/** Counts whose answers are held, so that no organization takes the room of all others. */
public final class Waiters {
  private final int most;
  private final int mostOfOne;
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentMap<String, Integer> ofOrganization = new ConcurrentHashMap<>();

  /**
   * @param most that wait at once
   * @param mostOfOne of these, on behalf of one organization
   */
  public Waiters(int most, int mostOfOne) {
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  /**
   * Counts one more, unless there is no room.
   *
   * @param organization none for what has nobody's bound but that of all
   * @return whether it was counted: then it has to {@link #leave}
   */
  public boolean enter(@Nullable String organization) {
    if (all.incrementAndGet() > most) {
      all.decrementAndGet();
      return false;
    }
    if (organization != null && ofOrganization.merge(organization, 1, Integer::sum) > mostOfOne) {
      leave(organization);
      return false;
    }
    return true;
  }

  /** Counts one less of those that were counted. */
  public void leave(@Nullable String organization) {
    all.decrementAndGet();
    if (organization != null) {
      ofOrganization.computeIfPresent(organization, (name, count) -> count == 1 ? null : count - 1);
    }
  }
}
