package io.stillframe.e2e.campaign;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.common.TopicPartition;

import io.stillframe.e2e.Answer;
import io.stillframe.e2e.Api;
import io.stillframe.local.Listener;

/** Gathers what can be seen from outside: topics, answers of the API, ledgers and disks. */
final class Evidence {
  private static final String EVERY_STATE =
      "requested,creating,available,rejected,failed,deleting,deleted,delete-failed,missing";

  /** Twenty times what it takes as a rule. */
  private static final int SHOWN_MILLIS = 2_000;

  private static final Duration QUIET_LIMIT = Duration.ofMinutes(5);

  private final Fleet fleet;
  private final Clouds clouds;
  private final Diary diary;
  private final Disks disks;
  private final Insistence insistence;

  Evidence(Fleet fleet, Clouds clouds, Diary diary, Insistence insistence) {
    this.fleet = fleet;
    this.clouds = clouds;
    this.diary = diary;
    this.insistence = insistence;
    this.disks = new Disks(fleet, diary);
  }

  /** The operations that have not ended, as the API has it; the oldest first, as their ids are. */
  SortedSet<UUID> unfinished() {
    SortedSet<UUID> running = new TreeSet<>(Comparator.comparing(UUID::toString));
    for (String organization : World.ORGANIZATIONS) {
      pages(organization, "/v1/operations?status=running")
          .forEach(each -> running.add(id(each, "id")));
    }
    return running;
  }

  /**
   * What was told before is shown while it is read, and nothing is told meanwhile: an inventory or
   * a clean-up may have found something just now.
   *
   * @throws AssertionError if something is told all the time
   */
  History gather() throws IOException {
    Topics topics = new Topics(fleet.port(Listener.KAFKA));
    long limit = System.nanoTime() + QUIET_LIMIT.toNanos();
    while (true) {
      Map<TopicPartition, Long> before = topics.ends();
      Insistence.pause(SHOWN_MILLIS);
      Draft draft = new Draft();
      fromCallers(draft);
      fromReadModel(draft);
      fromProviders(draft);
      fromTopics(draft);
      if (topics.ends().equals(before)) {
        return draft.history();
      }
      if (System.nanoTime() > limit) {
        throw new AssertionError("Something was still told after " + QUIET_LIMIT);
      }
    }
  }

  void fromCallers(Draft draft) {
    draft.accepted.addAll(diary.accepted());
    draft.cancels.addAll(diary.cancels());
    draft.sights.addAll(diary.sights());
    draft.oddAnswers.addAll(diary.oddAnswers());
  }

  void fromReadModel(Draft draft) {
    World.ORGANIZATIONS.forEach(organization -> readModel(organization, draft));
  }

  void fromProviders(Draft draft) throws IOException {
    clouds.readInto(draft.copies, draft.volumes);
    disks.readInto(draft.copies, draft.volumes);
  }

  void fromTopics(Draft draft) {
    Topics topics = new Topics(fleet.port(Listener.KAFKA));
    draft.requested.addAll(topics.requests());
    draft.told.addAll(topics.events());
    draft.states.addAll(topics.states());
    draft.deadLetters.addAll(topics.deadLetters());
  }

  /** Has the read model folded anew; tells what is different then. */
  List<String> rebuild() {
    Api admin = new Api(fleet.url(), World.ADMIN_KEY);
    Answer action =
        Api.expect(
            202,
            insistence.insist("rebuild", () -> admin.post("/v1/read-model/rebuild", Map.of())));
    String id = action.text("id");
    Answer seen = action;
    while (!seen.text("status").matches("succeeded|failed")) {
      seen =
          insistence.insist(
              "action", () -> admin.get("/v1/admin/actions/" + id, "Prefer", "wait=10"));
    }
    List<String> differences = new ArrayList<>();
    JsonNode tables = seen.body().path("result").path("tables");
    if (tables.isEmpty()) {
      differences.add("no report: " + seen);
    }
    tables
        .properties()
        .forEach(
            table -> {
              if (!table.getValue().path("equal").asBoolean()) {
                differences.add(table.toString());
              }
            });
    return differences;
  }

  private void readModel(String organization, Draft draft) {
    for (JsonNode each : pages(organization, "/v1/snapshots?state=" + EVERY_STATE)) {
      draft.shown.add(
          new History.Shown(
              id(each, "id"),
              organization,
              each.path("organization").asText(),
              each.path("version").asLong(),
              Topics.digest(each)));
    }
    for (JsonNode each : pages(organization, "/v1/operations?")) {
      draft.operations.add(
          new History.OperationShown(
              id(each, "id"), id(each, "snapshotId"), organization, each.path("status").asText()));
    }
  }

  private List<JsonNode> pages(String organization, String path) {
    Api api = World.api(fleet, organization);
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    while (true) {
      String address = path + "&limit=1000" + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
      Answer page = Api.expect(200, insistence.insist("page", () -> api.get(address)));
      page.body().path("items").forEach(items::add);
      if (!page.body().hasNonNull("nextCursor")) {
        return items;
      }
      cursor = page.text("nextCursor");
    }
  }

  private static UUID id(JsonNode node, String member) {
    return UUID.fromString(node.path(member).asText());
  }
}
