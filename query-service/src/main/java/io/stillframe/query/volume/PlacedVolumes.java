package io.stillframe.query.volume;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Topic;
import io.stillframe.contract.Volume;
import io.stillframe.query.provider.Place;
import io.stillframe.query.reading.Freshness;
import io.stillframe.rows.Patience;
import io.stillframe.rows.Rows;

/** The volumes of a place: what foreign APIs answer from. */
@Singleton
public class PlacedVolumes {
  private static final String PLACE =
      " from volume_view where organization = :organization and provider = :provider"
          + " and environment = :environment";
  private static final String FIND = "select document" + PLACE + " and key = :key";
  private static final String LIST =
      "select document" + PLACE + " order by name, key limit :limit offset :offset";
  private static final String COUNT = "select cast(count(*) as text)" + PLACE;

  /** Some of them, and how many there are in all. */
  public record Listed(List<Volume> items, long total) {}

  private final Freshness freshness;

  PlacedVolumes(Freshness freshness) {
    this.freshness = freshness;
  }

  /** The volume. */
  public Uni<Optional<Volume>> find(Place place, String id) {
    Map<String, Object> parameters = parameters(place);
    parameters.put("key", Volume.key(place.provider(), place.environment(), id));
    return freshness
        .of(Set.of(Topic.VOLUME_STATE))
        .chain(() -> Patience.session(() -> Rows.find(FIND, Volume.class, parameters)));
  }

  /** The volumes, by name. */
  public Uni<Listed> list(Place place, long offset, int limit) {
    Map<String, Object> page = parameters(place);
    page.put("limit", limit);
    page.put("offset", offset);
    return freshness
        .of(Set.of(Topic.VOLUME_STATE))
        .chain(
            () ->
                Patience.session(
                    () ->
                        Rows.select(LIST, Volume.class, page)
                            .chain(
                                items ->
                                    Rows.find(COUNT, Long.class, parameters(place))
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
