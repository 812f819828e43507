package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Consumer;

/** Waits, once everything works again, until what was left has ended, and measures how long. */
final class Healing {
  /** The oldest of what is left unfinished ends within this time once everything works again. */
  static final Duration END_LIMIT = Duration.ofMinutes(2);

  /** As many as callers have left behind may wait for their turns at a provider that long. */
  private static final Duration LAST_LIMIT = Duration.ofMinutes(30);

  /** Clean-ups that nobody waits for look once a minute at least, each after the other. */
  private static final Duration SETTLE_LIMIT = Duration.ofMinutes(7);

  private final Evidence evidence;
  private final OpenTasks tasks;
  private final Consumer<String> say;
  private final long healed = System.nanoTime();

  Healing(Fleet fleet, Evidence evidence, Consumer<String> say) {
    this.evidence = evidence;
    this.tasks = new OpenTasks(fleet);
    this.say = say;
  }

  /**
   * How long after the healing what was left ended.
   *
   * @param first the oldest operation of those that were left
   * @param oldest when that one ended
   * @param last operation of all
   * @param tasks those of the workers that were open
   * @param settled what nobody waits for is cleaned up, as far as ledgers and disks show it
   * @param history when all of it had ended; what has not after the limits, the checker will find
   */
  record Ends(
      UUID first,
      Duration oldest,
      Duration last,
      Duration tasks,
      Duration settled,
      History history) {
    List<Violation> violations() {
      List<Violation> found = new ArrayList<>(Checker.check(history));
      if (oldest.compareTo(END_LIMIT) >= 0) {
        found.add(new Violation(Law.ENDS_SOON, first + " took " + oldest));
      }
      if (tasks.compareTo(last.plus(END_LIMIT)) >= 0) {
        found.add(new Violation(Law.ENDS_SOON, "a task was open after " + tasks));
      }
      return found;
    }

    /**
     * The same, when the read model is folded anew.
     *
     * @param differences that its report tells
     * @param anew as all is seen then
     */
    Ends rebuilt(List<String> differences, History anew) {
      Draft draft = Draft.of(anew);
      draft.differences.addAll(differences);
      return new Ends(first, oldest, last, tasks, settled, draft.history());
    }
  }

  Ends await() throws IOException {
    SortedSet<UUID> left = evidence.unfinished();
    say.accept(left.size() + " operations have not ended");
    UUID first = left.isEmpty() ? new UUID(0, 0) : left.first();
    Duration oldest = Duration.ZERO;
    Duration last = Duration.ZERO;
    while (!left.isEmpty() && last.compareTo(left.contains(first) ? END_LIMIT : LAST_LIMIT) < 0) {
      Insistence.pause(500);
      tasks.look();
      boolean there = left.contains(first);
      left = evidence.unfinished();
      last = since();
      oldest = there ? last : oldest;
    }
    say.accept("%d operations have not ended after %d s".formatted(left.size(), last.toSeconds()));
    Duration done = awaitTasks(last);
    History history = settle();
    return new Ends(first, oldest, last, done, since(), history);
  }

  private Duration since() {
    return Duration.ofNanos(System.nanoTime() - healed);
  }

  /** An operation that has ended has no task any more but for what is cleaned up after it. */
  private Duration awaitTasks(Duration last) {
    Duration limit = last.plus(END_LIMIT);
    Duration done = tasks.look();
    while (done == null && since().compareTo(limit) < 0) {
      Insistence.pause(500);
      done = tasks.look();
    }
    return done == null ? since() : done;
  }

  /** What nobody waits for may still be cleaned up; the laws of copies hold after that. */
  private History settle() throws IOException {
    long end = System.nanoTime() + SETTLE_LIMIT.toNanos();
    History history = evidence.gather();
    List<Violation> found = Checker.check(history);
    while (!found.isEmpty()
        && found.stream().allMatch(Healing::passes)
        && System.nanoTime() < end) {
      say.accept(found.size() + " things are left to settle, the first: " + found.getFirst());
      Insistence.pause(10_000);
      history = evidence.gather();
      found = Checker.check(history);
    }
    return history;
  }

  private static boolean passes(Violation violation) {
    return violation.law() == Law.OWNED || violation.law() == Law.ONE_FOR_ONE;
  }
}
