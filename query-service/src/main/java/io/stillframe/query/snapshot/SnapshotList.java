package io.stillframe.query.snapshot;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.QueryParameter;
import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotState;
import io.stillframe.query.page.Page;
import io.stillframe.query.page.PageQuery;
import io.stillframe.query.page.Sort;

/** The snapshots of one organization that a caller asks for. */
final class SnapshotList {
  private static final Map<String, SnapshotState> STATES =
      Stream.of(SnapshotState.values())
          .collect(Collectors.toMap(SnapshotState::wireName, Function.identity()));

  private SnapshotList() {}

  static Uni<Page> read(String organization, SnapshotParameters asked) {
    PageQuery query =
        new PageQuery("snapshot_view", sort(asked.sort()))
            .where("organization = :organization", "organization", organization)
            .where("provider = :provider", "provider", asked.provider())
            .where("environment = :environment", "environment", asked.environment())
            .where("volume_id = :volumeId", "volumeId", asked.volumeId())
            .where("name = :name", "name", asked.name())
            .where(
                "created_at > cast(cast(:createdAfter as text) as timestamptz)",
                "createdAfter",
                time("createdAfter", asked.createdAfter()))
            .where(
                "created_at < cast(cast(:createdBefore as text) as timestamptz)",
                "createdBefore",
                time("createdBefore", asked.createdBefore()));
    states(query, asked.state());
    labels(query, asked.label());
    return query.read(asked.limit(), asked.cursor());
  }

  private static Sort sort(@Nullable String sort) {
    Sort byName = new Sort("name", Sort.Type.TEXT, "id", Sort.Type.UUID, false);
    return switch (sort) {
      case "createdAt" -> Sort.newestFirst().reversed();
      case "-createdAt" -> Sort.newestFirst();
      case "name" -> byName;
      case "-name" -> byName.reversed();
      case null -> Sort.newestFirst();
      default ->
          throw QueryParameter.invalid("sort", "must be createdAt, -createdAt, name or -name");
    };
  }

  private static void states(PageQuery query, List<String> asked) {
    TreeSet<String> states =
        asked.stream()
            .flatMap(each -> Stream.of(each.split(",", -1)))
            .collect(Collectors.toCollection(TreeSet::new));
    if (states.isEmpty()) {
      query.where("state <> 'deleted'");
      return;
    }
    if (!STATES.keySet().containsAll(states)) {
      throw QueryParameter.invalid(
          "state",
          "must be of: " + STATES.keySet().stream().sorted().collect(Collectors.joining(", ")));
    }
    if (!states.contains(SnapshotState.DELETED.wireName())) {
      // Says to the planner that the index without deleted ones will do.
      query.where("state <> 'deleted'");
    }
    query.where("state = any(string_to_array(:states, ','))", "states", String.join(",", states));
  }

  private static void labels(PageQuery query, List<String> asked) {
    int count = 0;
    for (String label : asked) {
      String name = "label" + count++;
      int equals = label.indexOf('=');
      if (equals == 0 || label.isEmpty()) {
        throw QueryParameter.invalid("label", "must be key or key=value");
      }
      if (equals < 0) {
        query.where("jsonb_exists(labels, :" + name + ")", name, label);
      } else {
        Map<String, String> wanted =
            Map.of(label.substring(0, equals), label.substring(equals + 1));
        query.where(
            "labels @> cast(cast(:" + name + " as text) as jsonb)", name, Message.write(wanted));
      }
    }
  }

  private static @Nullable String time(String name, @Nullable String text) {
    var time = QueryParameter.time(name, text);
    return time == null ? null : time.toString();
  }
}
