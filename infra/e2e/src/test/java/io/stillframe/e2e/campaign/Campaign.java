package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.stillframe.local.Service;

/**
 * One run: callers ask at random while a nemesis breaks things; then everything is healed and the
 * checker reads what can be seen from outside.
 */
final class Campaign {
  private static final int PROGRESS = 500;

  private final Plan plan;
  private final Path root;
  private final Path folder;
  private final Consumer<String> say;
  private int told;

  /**
   * How long it goes on.
   *
   * @param seed of everything that is random
   * @param operations that are accepted at least, if the limit allows it
   * @param shortest time that is asked for, however many are accepted
   * @param limit after which no more is asked, however few were accepted
   * @param strikeMillis the longest pause between two strikes of the nemesis
   * @param callers that ask at once; each waits for an answer, and sometimes for an end, before it
   *     asks again
   * @param replicas of services that have more than one
   * @param striking what each strike of the nemesis is
   * @param wanted strikes that are waited for, if the limit allows it, however many are accepted
   */
  record Plan(
      long seed,
      int operations,
      Duration shortest,
      Duration limit,
      int strikeMillis,
      int callers,
      Map<Service, Integer> replicas,
      Consumer<Nemesis> striking,
      Set<String> wanted) {
    boolean goesOn(int accepted, Set<String> struck, Duration since) {
      boolean enough = accepted >= operations && struck.containsAll(wanted);
      return since.compareTo(shortest) < 0 || !enough && since.compareTo(limit) < 0;
    }
  }

  Campaign(Plan plan, Path root, Path folder, Consumer<String> say) {
    this.plan = plan;
    this.root = root;
    this.folder = folder;
    this.say = say;
  }

  Report run() throws IOException {
    try (Fleet fleet = new Fleet(root, folder, World.configuration(), plan.replicas())) {
      Diary diary = new Diary();
      Clouds clouds = new Clouds(fleet);
      try {
        return run(fleet, clouds, diary);
      } catch (RuntimeException | IOException | AssertionError e) {
        say.accept("seed %d broke off: %s".formatted(plan.seed(), e));
        Salvage.of(fleet, clouds, diary, say).write(folder);
        throw e;
      }
    }
  }

  private Report run(Fleet fleet, Clouds clouds, Diary diary) throws IOException {
    clouds.quick();
    List<Target> targets = World.prepare(fleet, plan.seed());
    say.accept("everything is ready");
    SplittableRandom random = new SplittableRandom(plan.seed());
    clouds.trouble(random);
    long started = System.nanoTime();
    Nemesis nemesis =
        new Nemesis(fleet, clouds, random.split(), plan.strikeMillis(), plan.striking(), say);
    try (nemesis) {
      nemesis.start();
      callers(fleet, targets, diary, random, nemesis);
    }
    Duration asking = Duration.ofNanos(System.nanoTime() - started);
    say.accept("healing");
    clouds.heal();
    fleet.heal();
    Evidence evidence = new Evidence(fleet, clouds, diary, new Insistence(diary));
    Healing.Ends ends = new Healing(fleet, evidence, say).await();
    if (ends.violations().isEmpty()) {
      // All laws hold for the read model that is folded anew, too: it is read, not only its report.
      ends = ends.rebuilt(evidence.rebuild(), evidence.gather());
    }
    return new Report(plan.seed(), diary, nemesis, asking, ends, ends.violations());
  }

  /** What is asked last is answered in peace: callers insist, and could do so for ever. */
  private void callers(
      Fleet fleet, List<Target> targets, Diary diary, SplittableRandom random, Nemesis nemesis) {
    long started = System.nanoTime();
    BooleanSupplier goesOn =
        () ->
            plan.goesOn(
                diary.acceptedCount(),
                nemesis.strikes().keySet(),
                Duration.ofNanos(System.nanoTime() - started));
    try (ExecutorService threads = Executors.newFixedThreadPool(plan.callers())) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < plan.callers(); i++) {
        Caller caller = new Caller(fleet, targets, diary, random.split());
        all.add(
            threads.submit(
                () -> {
                  while (goesOn.getAsBoolean()) {
                    caller.act();
                  }
                }));
      }
      while (goesOn.getAsBoolean()) {
        Insistence.pause(2000);
        tellProgress(diary);
      }
      nemesis.close();
      for (Future<?> each : all) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a caller failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void tellProgress(Diary diary) {
    int hundreds = diary.acceptedCount() / PROGRESS;
    if (hundreds > told) {
      told = hundreds;
      say.accept(diary.acceptedCount() + " operations accepted");
    }
  }

  /** Runs what the command line asks for; ends with 1 when a law does not hold. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[0]);
    int operations = Integer.parseInt(args[1]);
    Duration limit = Duration.ofSeconds(Math.round(Double.parseDouble(args[2]) * 3600));
    int strikeMillis = Integer.parseInt(args[4]);
    String[] counts = args[5].split(",");
    Map<Service, Integer> replicas =
        Map.of(
            Service.WORKER, Integer.parseInt(counts[0]),
            Service.COMMAND, Integer.parseInt(counts[1]),
            Service.QUERY, Integer.parseInt(counts[2]));
    int callers = Integer.parseInt(args[6]);
    boolean failed = false;
    for (String seed : args[3].split(",")) {
      Path folder = Files.createTempDirectory("stillframe-campaign");
      Plan plan =
          new Plan(
              Long.parseLong(seed),
              operations,
              Duration.ZERO,
              limit,
              strikeMillis,
              callers,
              replicas,
              Nemesis::strike,
              Set.of());
      long started = System.nanoTime();
      Consumer<String> say =
          line -> System.out.printf("%6.1f s  %s%n", (System.nanoTime() - started) / 1e9, line);
      try {
        Report report = new Campaign(plan, root, folder, say).run();
        report.print(System.out, folder);
        failed |= report.isBroken();
        if (report.diary().acceptedCount() < operations) {
          System.out.printf("not reached: %d operations%n", operations);
          failed = true;
        }
      } catch (RuntimeException | AssertionError e) {
        e.printStackTrace(System.out);
        System.out.printf("logs and data are in %s%n", folder);
        failed = true;
      }
    }
    System.exit(failed ? 1 : 0);
  }
}
