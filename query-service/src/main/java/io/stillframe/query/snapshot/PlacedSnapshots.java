package io.stillframe.query.snapshot;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Snapshot;
import io.stillframe.contract.SnapshotState;
import io.stillframe.contract.Topic;
import io.stillframe.contract.Volume;
import io.stillframe.query.provider.Place;
import io.stillframe.query.reading.Arrival;
import io.stillframe.query.reading.Freshness;
import io.stillframe.rows.Patience;
import io.stillframe.rows.Rows;

/** The snapshots of a place, each with its volume: what foreign APIs answer from. */
@Singleton
public class PlacedSnapshots {
  private static final Set<Topic> TOPICS = Set.of(Topic.SNAPSHOT_REQUESTS, Topic.SNAPSHOT_EVENTS);

  private static final String SELECT =
      """
            select cast(jsonb_build_object('snapshot', cast(s.document as jsonb), 'volume', cast(v.document as jsonb)) as text)
            from snapshot_view s
            left join volume_view v on v.key = s.provider || '/' || s.environment || '/' || s.volume_id
            """;
  private static final String PLACE =
      " where s.organization = :organization and s.provider = :provider and s.environment = :environment";
  private static final String FIND = SELECT + PLACE + " and s.id = :id";
  private static final String FIND_ANYWHERE =
      SELECT + " where s.organization = :organization and s.id = :id";
  private static final String FILTER =
      PLACE
          + " and s.state <> 'deleted' and s.state = any(string_to_array(:states, ','))"
          + " and (cast(:volumeId as text) = '' or s.volume_id = :volumeId)";
  private static final String LIST =
      SELECT + FILTER + " order by s.created_at desc, s.id desc limit :limit offset :offset";
  private static final String COUNT = "select cast(count(*) as text) from snapshot_view s" + FILTER;

  /**
   * @param volume none when it is gone; another organization's after a transfer
   */
  public record Placed(Snapshot snapshot, @Nullable Volume volume) {}

  /** Some of them, and how many there are in all. */
  public record Listed(List<Placed> items, long total) {}

  private final Freshness freshness;
  private final Arrival arrival;

  PlacedSnapshots(Freshness freshness, Arrival arrival) {
    this.freshness = freshness;
    this.arrival = arrival;
  }

  /** The snapshot, in whatever state; one that was asked for a moment ago is waited for. */
  public Uni<Optional<Placed>> find(Place place, UUID id) {
    Map<String, Object> parameters = parameters(place);
    parameters.put("id", id);
    return find(FIND, place.organization(), id, parameters);
  }

  /** The same, wherever the organization has it. */
  public Uni<Optional<Placed>> find(UUID id, String organization) {
    return find(FIND_ANYWHERE, organization, id, Map.of("organization", organization, "id", id));
  }

  private Uni<Optional<Placed>> find(
      String statement, String organization, UUID id, Map<String, Object> parameters) {
    return freshness
        .of(TOPICS)
        .chain(
            () ->
                arrival.of(
                    organization,
                    id,
                    () -> Patience.session(() -> Rows.find(statement, Placed.class, parameters))));
  }

  /**
   * The snapshots in these states, newest first: who reads no second page sees what was just made.
   *
   * @param volumeId of this volume only
   */
  public Uni<Listed> list(
      Place place,
      Collection<SnapshotState> states,
      @Nullable String volumeId,
      long offset,
      int limit) {
    Map<String, Object> filter = parameters(place);
    filter.put(
        "states", states.stream().map(SnapshotState::wireName).collect(Collectors.joining(",")));
    filter.put("volumeId", volumeId == null ? "" : volumeId);
    Map<String, Object> page = new HashMap<>(filter);
    page.put("limit", limit);
    page.put("offset", offset);
    return freshness
        .of(TOPICS)
        .chain(
            () ->
                Patience.session(
                    () ->
                        Rows.select(LIST, Placed.class, page)
                            .chain(
                                items ->
                                    Rows.find(COUNT, Long.class, filter)
                                        .map(total -> new Listed(items, total.orElse(0L))))));
  }

  private static Map<String, Object> parameters(Place place) {
    return new HashMap<>(
        Map.of(
            "organization", place.organization(),
            "provider", place.provider(),
            "environment", place.environment()));
  }
}
