package io.stillframe.e2e.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;

import io.stillframe.e2e.Answer;
import io.stillframe.e2e.Api;
import io.stillframe.e2e.campaign.Diary.Known;

/**
 * One of many callers: asks for something at random, over and over. Over 200 lines because each
 * kind of request stands here beside the dice.
 */
final class Caller {
  private static final int LIVE_AT_ONCE = 250;

  /** What the services give an update that asks for none. */
  private static final Duration UPDATE_DEADLINE = Duration.ofHours(1);

  private final Fleet fleet;
  private final List<Target> targets;
  private final Diary diary;
  private final Insistence insistence;
  private final SplittableRandom random;

  Caller(Fleet fleet, List<Target> targets, Diary diary, SplittableRandom random) {
    this.fleet = fleet;
    this.targets = targets;
    this.diary = diary;
    this.insistence = new Insistence(diary);
    this.random = random;
  }

  /** Asks for one thing, and sometimes waits for its end. */
  void act() {
    Target target = targets.get(random.nextInt(targets.size()));
    Known known = diary.any(target.organization(), random);
    int dice = random.nextInt(100);
    if (known == null || dice < 36 && diary.live(target.organization()) < LIVE_AT_ONCE) {
      create(target);
    } else if (dice < 62) {
      delete(known);
    } else if (dice < 74) {
      update(known);
    } else if (dice < 82) {
      restore(known);
    } else if (dice < 90) {
      cancel(known);
    } else if (dice < 95) {
      trespass(known);
    } else {
      look(target.organization());
    }
  }

  private Api api(String organization) {
    return World.api(fleet, organization);
  }

  private void create(Target target) {
    String key = World.uuid(random).toString();
    Map<String, Object> body = new HashMap<>(target.members());
    String name = random.nextInt(30) == 0 ? "the same name" : "snapshot-" + key;
    body.put("name", name);
    Optional<Instant> deadline = deadline();
    deadline.ifPresent(soon -> body.put("deadline", soon.toString()));
    Instant due = deadline.orElseGet(() -> Instant.now().plus(World.DEADLINE));
    Ask ask = new Ask(target, "create", null, key, new Members(name, Map.of()), due);
    ask(ask, api -> api.post("/v1/snapshots", body, "Idempotency-Key", key));
  }

  /** One in twelve has one, which may be too soon. */
  private Optional<Instant> deadline() {
    return random.nextInt(12) > 0
        ? Optional.empty()
        : Optional.of(
            Instant.now().plusMillis(random.nextInt(200, 8000)).truncatedTo(ChronoUnit.MILLIS));
  }

  /** Sometimes several times at once, or again when it was answered: it is one operation. */
  private void ask(Ask ask, Function<Api, Answer> request) {
    Api api = api(ask.target().organization());
    Supplier<Answer> call = () -> insistence.insist(ask.kind(), () -> request.apply(api));
    int times = random.nextInt(7) == 0 ? 2 + random.nextInt(2) : 1;
    for (Answer answer : together(times, call)) {
      note(ask, answer);
    }
    if (random.nextInt(20) == 0) {
      note(ask, call.get());
    }
  }

  private static List<Answer> together(int times, Supplier<Answer> call) {
    if (times == 1) {
      return List.of(call.get());
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers =
          IntStream.range(0, times).mapToObj(i -> threads.submit(call::get)).toList();
      return answers.stream().map(Caller::get).toList();
    }
  }

  private static Answer get(Future<Answer> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void note(Ask ask, Answer answer) {
    if (answer.status() == 202) {
      diary.accepted(ask, answer);
      if (random.nextInt(6) == 0) {
        await(ask.target().organization(), answer.operationId());
      }
    } else {
      diary.count(ask.kind() + " refused " + answer.status());
    }
  }

  /** Waits for a while; what has not ended by then is left alone. */
  private void await(String organization, String operation) {
    for (int i = 0; i < 5; i++) {
      Answer seen =
          insistence.insist(
              "wait",
              () -> api(organization).get("/v1/operations/" + operation, "Prefer", "wait=3"));
      if (seen.status() != 200 || !seen.text("status").equals("running")) {
        return;
      }
    }
  }

  private void delete(Known known) {
    String key = World.uuid(random).toString();
    ask(
        new Ask(known.target(), "delete", known.id(), key, Members.NONE, Instant.MAX),
        api -> api.delete("/v1/snapshots/" + known.id(), "Idempotency-Key", key));
    if (random.nextInt(5) > 0) {
      diary.forget(known);
    }
  }

  private void update(Known known) {
    String key = World.uuid(random).toString();
    Map<String, Object> patch = new HashMap<>();
    Map<String, String> labels = Map.of("l" + random.nextInt(3), "v" + random.nextInt(100));
    patch.put("labels", labels);
    String name = random.nextBoolean() ? "renamed-" + key : null;
    if (name != null) {
      patch.put("name", name);
    }
    Optional<Instant> deadline = deadline();
    String path =
        "/v1/snapshots/" + known.id() + deadline.map(soon -> "?deadline=" + soon).orElse("");
    Instant due = deadline.orElseGet(() -> Instant.now().plus(UPDATE_DEADLINE));
    ask(
        new Ask(known.target(), "update", known.id(), key, new Members(name, labels), due),
        api -> patch(api, path, patch, "Idempotency-Key", key));
  }

  private static Answer patch(Api api, String path, Map<String, ?> patch, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("Content-Type", "application/merge-patch+json"));
    return api.patch(path, patch, all.toArray(String[]::new));
  }

  private void restore(Known known) {
    Target target = known.target();
    if (!target.restores()) {
      return;
    }
    String key = World.uuid(random).toString();
    Map<String, Object> body = new HashMap<>();
    body.put("name", "restored-" + key.substring(0, 8));
    Optional<Instant> deadline = deadline();
    deadline.ifPresent(soon -> body.put("deadline", soon.toString()));
    Instant due = deadline.orElseGet(() -> Instant.now().plus(World.DEADLINE));
    ask(
        new Ask(target, "restore", known.id(), key, Members.NONE, due),
        api -> api.post("/v1/snapshots/" + known.id() + "/restore", body, "Idempotency-Key", key));
  }

  /** The create, or whatever else of the snapshot runs just now. */
  private void cancel(Known known) {
    String organization = known.target().organization();
    Answer running =
        insistence.insist(
            "operations",
            () ->
                api(organization)
                    .get("/v1/operations?status=running&limit=5&snapshotId=" + known.id()));
    for (JsonNode operation : running.body().path("items")) {
      diary.cancels(UUID.fromString(operation.path("id").asText()));
      Answer answer =
          insistence.insist(
              "cancel",
              () ->
                  api(organization)
                      .post(
                          "/v1/operations/" + operation.path("id").asText() + "/cancel", Map.of()));
      diary.count("cancel " + answer.status());
    }
  }

  /** Asks for what is another organization's: there is no such thing, whatever is asked. */
  private void trespass(Known known) {
    String stranger =
        World.ORGANIZATIONS.stream()
            .filter(each -> !each.equals(known.target().organization()))
            .skip(random.nextInt(World.ORGANIZATIONS.size() - 1))
            .findFirst()
            .orElseThrow();
    String path = "/v1/snapshots/" + known.id();
    Api api = api(stranger);
    Answer answer =
        insistence.insist(
            "trespass",
            switch (random.nextInt(7)) {
              case 0 -> () -> api.get(path);
              case 1 -> () -> api.get(path + "/timeline");
              case 2 -> () -> api.delete(path);
              case 3 -> () -> patch(api, path, Map.of("name", "mine"));
              case 4 -> () -> api.get("/v1/operations/" + known.creation());
              case 5 -> () -> api.post("/v1/operations/" + known.creation() + "/cancel", Map.of());
              default -> () -> api.post(path + "/restore", Map.of());
            });
    if (answer.status() != 404) {
      diary.saw(stranger, known.target().organization(), known.id(), answer.toString());
    }
  }

  private void look(String organization) {
    Answer page = insistence.insist("list", () -> api(organization).get("/v1/snapshots?limit=200"));
    for (JsonNode each : page.body().path("items")) {
      diary.saw(
          organization,
          each.path("organization").asText(),
          UUID.fromString(each.path("id").asText()),
          "list");
    }
  }
}
