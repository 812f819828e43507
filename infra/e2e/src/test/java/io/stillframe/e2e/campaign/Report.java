package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a campaign was and what came of it.
 *
 * @param asking how long callers asked and the nemesis struck
 * @param ends how long after the healing operations ended
 */
record Report(
    long seed,
    Diary diary,
    Nemesis nemesis,
    Duration asking,
    Healing.Ends ends,
    List<Violation> violations) {
  private History history() {
    return ends.history();
  }

  boolean isBroken() {
    return !violations.isEmpty();
  }

  /** How many operations ended how, and why. */
  SortedMap<String, Long> endings() {
    return history().told().stream()
        .flatMap(told -> told.moved().stream())
        .filter(History.Moved::isEnd)
        .collect(
            Collectors.groupingBy(
                moved ->
                    moved.problem() == null
                        ? moved.status()
                        : moved.problem().substring(moved.problem().lastIndexOf(':') + 1),
                TreeMap::new,
                Collectors.counting()));
  }

  void print(PrintStream out, Path folder) throws IOException {
    out.printf(
        "seed %d: %d operations accepted in %d s, %d kills, %d events, %d copies; after the healing"
            + " the oldest ended within %.1f s, the last within %.1f s%n",
        seed,
        diary.acceptedCount(),
        asking.toSeconds(),
        nemesis.kills(),
        history().told().size(),
        history().copies().size(),
        ends.oldest().toMillis() / 1000.0,
        ends.last().toMillis() / 1000.0);
    out.printf(
        "  the workers' tasks of the healing had ended within %.1f s (judged two minutes after the"
            + " last operation); what nobody waits for was cleaned up within %.1f s"
            + " (judged after seven minutes: clean-ups may look as rarely as every five)%n",
        ends.tasks().toMillis() / 1000.0, ends.settled().toMillis() / 1000.0);
    out.println("  " + diary.counts());
    out.println("  " + nemesis.strikes());
    out.println("  " + endings());
    if (!isBroken()) {
      out.println("  every law holds");
      return;
    }
    Path file = Files.write(folder.resolve("history.txt"), history().lines().toList());
    out.println("  BROKEN; the history is in " + file + ", logs and data are beside it");
    violations.stream()
        .collect(Collectors.groupingBy(Violation::law))
        .forEach(
            (law, found) -> {
              out.printf("  %s (%d)%n", law, found.size());
              found.stream().limit(10).forEach(each -> out.println("    " + each.where()));
              if (law != Law.ENDS_SOON) {
                out.println("  the smallest cut that breaks it:");
                SmallestCut.of(history(), law).lines().forEach(line -> out.println("    " + line));
              }
            });
  }
}
