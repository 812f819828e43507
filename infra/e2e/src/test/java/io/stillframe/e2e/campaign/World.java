package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

import io.stillframe.e2e.Api;
import io.stillframe.local.Listener;
import io.stillframe.local.LocalKey;

/** The organizations of a campaign and the volumes that they have at each provider. */
final class World {
  static final String FIRST = "000a115d-2852-4b0a-9ce8-47f1134ba95a";
  static final String SECOND = "f1350c5d-f1d8-4f9d-b114-6053905578e1";
  static final String ADMIN_KEY = "local-admin";
  static final List<String> ORGANIZATIONS = List.of(FIRST, SECOND, "third", "fourth");

  private static final int VOLUMES = 8;
  private static final int BYTES = 64 << 10;
  private static final long LENGTH = 128 << 20;

  /** Of a create or a restore that asks for none. */
  static final Duration DEADLINE = Duration.ofSeconds(60);

  private World() {}

  static String keyOf(String organization) {
    return "campaign-" + organization;
  }

  static Api api(Fleet fleet, String organization) {
    return new Api(fleet.url(), keyOf(organization));
  }

  /** What the services are told beside what every local stack tells them. */
  static List<String> configuration() {
    List<String> lines = new ArrayList<>();
    for (String organization : ORGANIZATIONS) {
      lines.addAll(new LocalKey(keyOf(organization), organization, "operator").lines());
    }
    lines.add("stillframe.providers.cox.environments.testing.organization=" + SECOND);
    lines.add("stillframe.providers.compute-on.concurrency=16");
    for (String cloud : List.of("cox", "par1")) {
      lines.add("stillframe.providers." + cloud + ".concurrency=32");
      // What the machine can do, not what a real cloud allows, is to be the limit.
      lines.add("stillframe.providers." + cloud + ".rate=200");
      lines.add("stillframe.providers." + cloud + ".burst=400");
      lines.add("stillframe.providers." + cloud + ".call-timeout=4s");
      lines.add("stillframe.providers." + cloud + ".connect-timeout=1s");
    }
    lines.add("stillframe.inventory.interval=20s");
    // What is stuck at a cloud ends by its deadline.
    lines.add("stillframe.deadline.create=" + DEADLINE);
    lines.add("stillframe.deadline.restore=" + DEADLINE);
    // Fourteen idle consumers would keep this machine busy by asking twenty times a second each.
    lines.add("kafka.fetch.max.wait.ms=500");
    lines.add("stillframe.resend.after=20s");
    lines.add("stillframe.resend.every=5s");
    return lines;
  }

  /** Lays out the volumes and returns when all of them are listed. */
  static List<Target> prepare(Fleet fleet, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < VOLUMES * ORGANIZATIONS.size(); i++) {
      targets.add(local(fleet, ORGANIZATIONS.get(i % ORGANIZATIONS.size()), random));
    }
    for (int i = 0; i < VOLUMES; i++) {
      targets.add(cloudMc(fleet, FIRST, "test_area", random));
      targets.add(cloudMc(fleet, SECOND, "testing", random));
      targets.add(scaleway(fleet, FIRST, random));
      targets.add(scaleway(fleet, SECOND, random));
    }
    for (String organization : ORGANIZATIONS) {
      List<String> wanted =
          targets.stream()
              .filter(each -> each.organization().equals(organization))
              .map(Target::volumeId)
              .toList();
      Api api = api(fleet, organization);
      while (!api.get("/v1/volumes?limit=1000").body().findValuesAsText("id").containsAll(wanted)) {
        Insistence.pause(200);
      }
    }
    return targets;
  }

  private static Target local(Fleet fleet, String organization, SplittableRandom random)
      throws IOException {
    Path folder = fleet.local().data().volumes("test_area");
    String id = uuid(random).toString();
    byte[] content = new byte[BYTES];
    random.nextBytes(content);
    Files.writeString(
        folder.resolve(id + ".img.json"),
        "{\"id\": \"%s\", \"name\": \"%s\", \"organization\": \"%s\"}"
            .formatted(id, "volume-" + id.substring(0, 8), organization));
    Path unfinished = Files.write(folder.resolve("." + id), content);
    if (organization.equals(ORGANIZATIONS.getFirst())) {
      try (FileChannel image = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
        // Mostly a hole: a copy of it takes long enough to be interrupted, and no room.
        image.write(ByteBuffer.wrap(content), LENGTH - content.length);
      }
    }
    Files.move(unfinished, folder.resolve(id + ".img"));
    return new Target(organization, "compute-on", "test_area", id, true);
  }

  private static Target cloudMc(
      Fleet fleet, String organization, String environment, SplittableRandom random) {
    String id = uuid(random).toString();
    add(
        fleet,
        Listener.CLOUDMC,
        Map.of(
            "environment",
            environment,
            "id",
            id,
            "name",
            "volume-" + id.substring(0, 8),
            "type",
            "data",
            "sizeInGb",
            10));
    return new Target(organization, "cox", environment, id, false);
  }

  private static Target scaleway(Fleet fleet, String organization, SplittableRandom random) {
    String id = uuid(random).toString();
    add(
        fleet,
        Listener.SCALEWAY,
        Map.of(
            "id",
            id,
            "name",
            "volume-" + id.substring(0, 8),
            "organization",
            organization,
            "size",
            10_000_000_000L));
    return new Target(organization, "par1", "par1", id, true);
  }

  private static void add(Fleet fleet, Listener cloud, Map<String, Object> volume) {
    Api control = new Api("http://127.0.0.1:" + fleet.port(cloud), "");
    if (control.post("/_simulator/volumes", volume).status() != 204) {
      throw new IllegalStateException("not added: " + volume);
    }
  }

  static UUID uuid(SplittableRandom random) {
    return new UUID(
        random.nextLong() & ~0xf000L | 0x4000L,
        random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L);
  }
}
