package io.stillframe.e2e.campaign;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;

import io.stillframe.e2e.Api;
import io.stillframe.local.Listener;

/** The two simulated clouds: what goes wrong with them, and what is in their ledgers. */
final class Clouds {
  private static final List<Listener> ALL = List.of(Listener.CLOUDMC, Listener.SCALEWAY);

  /** Below the services' visibility delay for them. */
  private static final int LATE_MILLIS = 700;

  /** After the snapshot has become available, as a rule. */
  private static final int VANISH_MILLIS = 15_000;

  private final Fleet fleet;

  Clouds(Fleet fleet) {
    this.fleet = fleet;
  }

  private Api control(Listener cloud) {
    return new Api("http://127.0.0.1:" + fleet.port(cloud), "");
  }

  /** Copies are made in no time, so that what is tested is everything else. */
  void quick() {
    for (Listener cloud : ALL) {
      set(cloud, "/_simulator/settings", Map.of("snapshotDuration", "PT0.2S"));
    }
  }

  private void set(Listener cloud, String path, Object body) {
    if (control(cloud).send("PUT", path, Api.json(body)).status() / 100 != 2) {
      throw new IllegalStateException(cloud + " refuses " + body);
    }
  }

  /** A storm: each of some faults strikes some of the calls. */
  void trouble(SplittableRandom random) {
    for (Listener cloud : ALL) {
      List<Map<String, Object>> faults = new ArrayList<>();
      faults.add(fault("lost-answer", "POST", random, Map.of()));
      faults.add(fault("lost-answer", "DELETE", random, Map.of()));
      faults.add(fault("late-visibility", "POST", random, Map.of("millis", LATE_MILLIS)));
      faults.add(rare("vanish", random, Map.of("millis", VANISH_MILLIS)));
      faults.add(rare("stuck-task", random, Map.of()));
      faults.add(fault("malformed", null, random, Map.of()));
      faults.add(fault("half-open", null, random, Map.of()));
      faults.add(fault("reset", null, random, Map.of()));
      faults.add(fault("error", null, random, Map.of("status", 503)));
      faults.add(fault("throttle", null, random, Map.of("retryAfter", 1)));
      faults.add(fault("delay", null, random, Map.of("millis", 300)));
      set(cloud, "/_simulator/faults", Map.of("seed", random.nextLong(1L << 40), "faults", faults));
    }
  }

  /** What strikes new snapshots only, and few: a cloud that loses many is not worth asking. */
  private static Map<String, Object> rare(
      String kind, SplittableRandom random, Map<String, Object> more) {
    Map<String, Object> fault = fault(kind, "POST", random, more);
    fault.put("probability", 0.001 + random.nextDouble() * 0.01);
    return fault;
  }

  private static Map<String, Object> fault(
      String kind, String method, SplittableRandom random, Map<String, Object> more) {
    Map<String, Object> fault = new LinkedHashMap<>(more);
    fault.put("kind", kind);
    if (method != null) {
      fault.put("method", method);
    }
    fault.put("probability", 0.002 + random.nextDouble() * 0.03);
    return fault;
  }

  /** One of them throttles, or refuses connections, for all calls. */
  void storm(SplittableRandom random) {
    Listener cloud = ALL.get(random.nextInt(ALL.size()));
    Map<String, Object> fault =
        random.nextBoolean()
            ? Map.of("kind", "throttle", "retryAfter", 2)
            : Map.of("kind", "reset");
    set(cloud, "/_simulator/faults", Map.of("seed", 1, "faults", List.of(fault)));
  }

  /** Nothing goes wrong any more, and what was stuck is not, as after a cloud's own repair. */
  void heal() {
    for (Listener cloud : ALL) {
      control(cloud).delete("/_simulator/faults");
      String done = cloud == Listener.CLOUDMC ? "BackedUp" : "available";
      for (JsonNode object : left(cloud)) {
        if (isSnapshot(object)) {
          String path = "/_simulator/snapshots/" + object.path("id").asText() + "/state";
          // One that is gone by now is refused.
          control(cloud).send("PUT", path, Api.json(Map.of("state", done)));
        }
      }
    }
  }

  /** What there is by the ledgers: all that was made and not removed. */
  void readInto(List<History.Copy> copies, List<History.NewVolume> volumes) {
    for (Listener cloud : ALL) {
      for (JsonNode object : left(cloud)) {
        String id = object.path("id").asText();
        String name = object.path("name").asText();
        String mark = cloud + " " + name.substring(Math.max(0, name.length() - 13));
        if (isSnapshot(object)) {
          copies.add(
              new History.Copy(cloud.name(), id, mark, object.path("volumeId").asText(), true));
        } else {
          volumes.add(new History.NewVolume(cloud.name(), id, mark, true));
        }
      }
    }
  }

  /** How often clouds were asked for a snapshot, and to remove one. */
  record Asked(long creates, long deletes) {
    Asked since(Asked before) {
      return new Asked(creates - before.creates, deletes - before.deletes);
    }
  }

  /** What has arrived at both. */
  Asked asked() {
    return new Asked(asked("POST", ".*/snapshots"), asked("DELETE", ".*/snapshots/[^/]+"));
  }

  private long asked(String method, String path) {
    return ALL.stream()
        .flatMap(
            cloud ->
                StreamSupport.stream(
                    control(cloud).get("/_simulator/ledger").body().path("calls").spliterator(),
                    false))
        .filter(call -> call.path("method").asText().equals(method))
        .filter(call -> call.path("path").asText().matches(path))
        .count();
  }

  private static boolean isSnapshot(JsonNode object) {
    return object.path("type").asText().equals("snapshot");
  }

  private Collection<JsonNode> left(Listener cloud) {
    Map<String, JsonNode> left = new LinkedHashMap<>();
    for (JsonNode entry : control(cloud).get("/_simulator/ledger").body().path("objects")) {
      if (entry.path("change").asText().equals("created")) {
        left.put(entry.path("id").asText(), entry);
      } else {
        left.remove(entry.path("id").asText());
      }
    }
    return left.values();
  }
}
