package io.stillframe.worker.provider.scaleway;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

import io.stillframe.worker.provider.HttpTrouble;
import io.stillframe.worker.provider.ProviderJson;
import io.stillframe.worker.provider.RestClients;

/** Scaleway's API at one zone: answers read, failures told apart. */
final class ScalewayClient {
  private static final String SNAPSHOTS = "snapshots";
  private static final String VOLUMES = "volumes";

  private final ScalewayApi api;
  private final String token;

  ScalewayClient(ScalewayApi api, String token) {
    this.api = api;
    this.token = token;
  }

  /** Succeeds when the cloud answers. */
  Uni<Void> check() {
    return read(api.list(token, VOLUMES, 1, 1, null), false, answer -> answer).replaceWithVoid();
  }

  /**
   * @param tag which they must have; the legacy API has none
   */
  Uni<List<Wire.Snapshot>> snapshots(@Nullable String tag) {
    return Pages.all(page -> page(SNAPSHOTS, page, tag, Wire.Snapshot.class));
  }

  Uni<List<Wire.Volume>> volumes() {
    return Pages.all(page -> page(VOLUMES, page, null, Wire.Volume.class));
  }

  private <T extends Wire.Thing> Uni<Pages.Page<T>> page(
      String things, int number, @Nullable String tag, Class<T> type) {
    return answered(api.list(token, things, number, Pages.SIZE, tag), false)
        .map(answer -> new Pages.Page<>(list(answer, things, type), total(answer)));
  }

  private <T> List<T> list(RestResponse<String> answer, String things, Class<T> type) {
    return meaning(
        answer,
        false,
        body -> {
          JsonNode list = body.get(things);
          if (list == null || !list.isArray()) {
            throw new IllegalArgumentException("no list");
          }
          return list.valueStream().map(each -> thing(each, type)).toList();
        });
  }

  private static @Nullable Integer total(RestResponse<String> answer) {
    String total = answer.getHeaderString("X-Total-Count");
    return total != null && total.matches("\\d{1,9}") ? Integer.valueOf(total) : null;
  }

  Uni<Optional<Wire.Snapshot>> snapshot(String id) {
    return find(SNAPSHOTS, id, body -> thing(body.get("snapshot"), Wire.Snapshot.class));
  }

  /** The snapshot with all its members, those too that we do not know. */
  Uni<Optional<ObjectNode>> wholeSnapshot(String id) {
    return find(SNAPSHOTS, id, body -> (ObjectNode) body.get("snapshot"));
  }

  Uni<Optional<Wire.Volume>> volume(String id) {
    return find(VOLUMES, id, body -> thing(body.get("volume"), Wire.Volume.class));
  }

  Uni<Wire.Snapshot> create(Wire.NewSnapshot wanted) {
    return read(
        api.create(token, SNAPSHOTS, wanted),
        true,
        body -> thing(body.get("snapshot"), Wire.Snapshot.class));
  }

  Uni<Wire.Volume> create(Wire.NewVolume wanted) {
    return read(
        api.create(token, VOLUMES, wanted),
        true,
        body -> thing(body.get("volume"), Wire.Volume.class));
  }

  Uni<Void> putSnapshot(String id, Object body) {
    return done(api.put(token, SNAPSHOTS, id, body));
  }

  Uni<Void> patchSnapshot(String id, Object body) {
    return done(api.patch(token, SNAPSHOTS, id, body));
  }

  /** What the answer shows is not asked for. */
  private Uni<Void> done(Uni<RestResponse<String>> call) {
    return answered(call, false)
        .invoke(
            answer -> {
              if (!isWell(answer)) {
                throw refusal(answer).toException(false);
              }
            })
        .replaceWithVoid();
  }

  /** Whether there was one. */
  Uni<Boolean> deleteSnapshot(String id) {
    return delete(SNAPSHOTS, id);
  }

  /** Whether there was one. */
  Uni<Boolean> deleteVolume(String id) {
    return delete(VOLUMES, id);
  }

  private Uni<Boolean> delete(String things, String id) {
    return answered(api.delete(token, things, id), false)
        .map(
            answer -> {
              if (!isWell(answer)) {
                requireAbsence(answer);
              }
              return isWell(answer);
            });
  }

  private <T> Uni<Optional<T>> find(String things, String id, Function<JsonNode, T> meaning) {
    return answered(api.get(token, things, id), false)
        .map(
            answer -> {
              if (isWell(answer)) {
                return Optional.of(meaning(answer, false, meaning));
              }
              requireAbsence(answer);
              return Optional.empty();
            });
  }

  private void requireAbsence(RestResponse<String> answer) {
    Refusal refusal = refusal(answer);
    if (!refusal.isAbsence()) {
      throw refusal.toException(false);
    }
  }

  private <T> Uni<T> read(
      Uni<RestResponse<String>> call, boolean makes, Function<JsonNode, T> meaning) {
    return answered(call, makes).map(answer -> meaning(answer, makes, meaning));
  }

  private static Uni<RestResponse<String>> answered(Uni<RestResponse<String>> call, boolean makes) {
    return call.onFailure().transform(failure -> HttpTrouble.withoutAnswer(failure, makes));
  }

  private <T> T meaning(RestResponse<String> answer, boolean makes, Function<JsonNode, T> meaning) {
    if (!isWell(answer)) {
      throw refusal(answer).toException(makes);
    }
    try {
      return meaning.apply(ProviderJson.MAPPER.readTree(RestClients.text(answer)));
    } catch (JsonProcessingException | RuntimeException e) {
      // Whatever it is that was sent, it is not what the documents show.
      throw HttpTrouble.unreadable(makes);
    }
  }

  private static boolean isWell(RestResponse<String> answer) {
    return answer.getStatus() / 100 == 2;
  }

  private Refusal refusal(RestResponse<String> answer) {
    return Refusal.of(answer, RestClients.text(answer), token);
  }

  private static <T> T thing(@Nullable JsonNode node, Class<T> type) {
    if (node == null || !node.hasNonNull("id") || !node.hasNonNull("name")) {
      throw new IllegalArgumentException("no object with an id and a name");
    }
    return ProviderJson.MAPPER.convertValue(node, type);
  }
}
