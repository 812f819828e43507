package io.stillframe.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

import io.stillframe.local.LocalStack;
import io.stillframe.local.Service;
import io.stillframe.local.Settings;

/** Prints how fast and how large the local stack is; {@code infra/e2e/benchmark} runs it. */
final class Benchmark {
  private static final int ROUNDS = 5;
  private static final int CREATES = 200;
  private static final Duration SETTLE = Duration.ofSeconds(15);

  private final LocalStack stack;
  private final Api api;
  private final Disk disk;

  private Benchmark(LocalStack stack) {
    this.stack = stack;
    this.api = new Api(stack.url(), "local-operator");
    this.disk = Disk.of(stack.data());
  }

  /**
   * @param args the repository's root and the size of the image in MiB
   */
  public static void main(String[] args) throws Exception {
    Settings settings =
        Settings.withFreePorts(Path.of(args[0]), Files.createTempDirectory("stillframe-bench"));
    long started = System.nanoTime();
    try (LocalStack stack = LocalStack.start(settings, line -> {})) {
      System.out.printf("start to ready          %6.1f s%n", millisSince(started) / 1000.0);
      Benchmark benchmark = new Benchmark(stack);
      TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
      benchmark.memory("at idle after the start");
      benchmark.visibility();
      benchmark.throughput(Long.parseLong(args[1]) * TestVolume.MIB);
      benchmark.memory("after all of it");
    } finally {
      Folders.deleteTree(settings.data());
    }
  }

  private void memory(String when) throws IOException {
    for (Service service : Service.values()) {
      Path status = Path.of("/proc", Long.toString(stack.pid(service).orElseThrow()), "status");
      String line =
          Files.readAllLines(status).stream()
              .filter(each -> each.startsWith("VmRSS"))
              .findFirst()
              .orElseThrow();
      long kib = Long.parseLong(line.replaceAll("\\D", ""));
      System.out.printf("RSS %-18s  %6d MiB  %s%n", service.module(), kib / 1024, when);
    }
  }

  /** One caller on an idle system, as often as given, after half as many to warm up. */
  private void visibility() {
    TestVolume volume = TestVolume.random(disk.volumes(), 64 << 10);
    long[] accept = new long[CREATES];
    long[] visible = new long[CREATES];
    for (int i = -CREATES / 2; i < CREATES; i++) {
      Map<String, String> name = Map.of("name", "bench-" + i);
      long sent = System.nanoTime();
      Answer accepted = Api.expect(202, api.create(volume, name));
      long answered = System.nanoTime();
      int status = 0;
      while (status != 200) {
        status = api.get("/v1/snapshots/" + accepted.snapshotId()).status();
      }
      if (i >= 0) {
        accept[i] = answered - sent;
        visible[i] = System.nanoTime() - answered;
      }
      api.end(accepted);
    }
    print("accept (POST to 202)", accept);
    print("visible (202 to GET 200)", visible);
  }

  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%-26s p50 %6.1f ms  p99 %6.1f ms  max %6.1f ms  (%d runs)%n",
        what,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6,
        nanos.length);
  }

  private void throughput(long bytes) {
    TestVolume volume = TestVolume.random(disk.volumes(), bytes);
    Path copy = disk.snapshots().resolve("dd-copy");
    String read = "dd if='%s' bs=4M status=none".formatted(volume.image());
    Map<String, LongSupplier> ways = new LinkedHashMap<>();
    ways.put("create to available", () -> snapshot(volume));
    ways.put("dd | sha256sum", () -> timed(() -> shell(read + " | sha256sum")));
    ways.put(
        "dd | tee file | sha256sum",
        () ->
            timed(
                () ->
                    shell(
                        "%s | tee '%2$s' | sha256sum && sync '%2$s' && rm '%2$s'"
                            .formatted(read, copy))));
    long[][] took = new long[ways.size()][ROUNDS];
    List<LongSupplier> measured = List.copyOf(ways.values());
    for (int round = 0; round < ROUNDS; round++) {
      for (int way = 0; way < took.length; way++) {
        took[way][round] = measured.get(way).getAsLong();
      }
    }
    System.out.printf("%d MiB of random data, %d rounds in turn%n", bytes >> 20, ROUNDS);
    double ours = rate(bytes, median(took[0]));
    int way = 0;
    for (String name : ways.keySet()) {
      double rate = rate(bytes, median(took[way]));
      System.out.printf(
          "%-26s median %6.0f MB/s  best %6.0f MB/s  ours is %3.0f %% of it%n",
          name, rate, rate(bytes, LongStream.of(took[way]).min().orElseThrow()), 100 * ours / rate);
      way++;
    }
  }

  /** The time until the copy is available; it is removed again outside of that time. */
  private long snapshot(TestVolume volume) {
    long started = System.nanoTime();
    String id = api.available(volume, Map.of()).path("id").asText();
    long took = System.nanoTime() - started;
    api.end(api.delete("/v1/snapshots/" + id));
    return took;
  }

  private static void shell(String command) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " ended with " + process.exitValue());
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(command, e);
    }
  }

  private static long timed(Runnable work) {
    long started = System.nanoTime();
    work.run();
    return System.nanoTime() - started;
  }

  private static long median(long[] values) {
    return LongStream.of(values).sorted().toArray()[values.length / 2];
  }

  private static double rate(long bytes, long nanos) {
    return bytes / (nanos / 1e9) / 1e6;
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }
}
