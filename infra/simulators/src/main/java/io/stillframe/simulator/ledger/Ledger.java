package io.stillframe.simulator.ledger;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

import org.jspecify.annotations.Nullable;

import io.stillframe.simulator.fault.FaultKind;

/**
 * All that a cloud was asked and has done, for a test to count. Safe for use by many threads; the
 * oldest entries leave when there are too many.
 */
public final class Ledger {
  /**
   * Some thirty megabytes of each kind: two clouds that go on for weeks fit into a small process.
   */
  public static final int CAPACITY = 100_000;

  private final SequencedMap<Long, CallEntry> calls = new LinkedHashMap<>();
  private final Deque<ObjectEntry> objects = new ArrayDeque<>();
  private long received;
  private long forgotten;

  /**
   * Enters a call as it comes in.
   *
   * @return its number
   */
  public synchronized long enter(
      Instant at, String method, String path, @Nullable String query, @Nullable FaultKind fault) {
    long number = ++received;
    calls.put(number, new CallEntry(number, at, method, path, query, null, fault));
    if (calls.size() > CAPACITY) {
      calls.pollFirstEntry();
      forgotten++;
    }
    return number;
  }

  /** Adds the answer to the entry of a call, if that is still here. */
  public synchronized void answered(long number, int status) {
    calls.computeIfPresent(number, (same, call) -> call.answered(status));
  }

  /** Enters what became of an object. */
  public synchronized void enter(ObjectEntry object) {
    objects.add(object);
    if (objects.size() > CAPACITY) {
      objects.remove();
      forgotten++;
    }
  }

  /** The calls so far, in the order of their arrival. */
  public synchronized List<CallEntry> calls() {
    return new ArrayList<>(calls.values());
  }

  /** What was made and removed so far, in order. */
  public synchronized List<ObjectEntry> objects() {
    return new ArrayList<>(objects);
  }

  /** How many entries have left. */
  public synchronized long forgotten() {
    return forgotten;
  }

  /** Forgets all; calls go on being counted, so that a late answer is never taken for another's. */
  public synchronized void clear() {
    calls.clear();
    objects.clear();
    forgotten = 0;
  }
}
