package io.stillframe.worker.provider.cloudmc;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

import io.stillframe.worker.provider.HttpTrouble;
import io.stillframe.worker.provider.ProviderJson;
import io.stillframe.worker.provider.RestClients;

/** CloudMC's API at one environment: answers read, failures told apart. */
final class CloudMcClient {
  private final CloudMcApi api;
  private final String key;
  private final String service;
  private final String environment;

  CloudMcClient(CloudMcApi api, String key, String service, String environment) {
    this.api = api;
    this.key = key;
    this.service = service;
    this.environment = environment;
  }

  Uni<List<Wire.Snapshot>> snapshots(@Nullable String volumeId) {
    return read(
        api.snapshots(key, service, environment, volumeId),
        false,
        answer -> list(answer, Wire.Snapshot.class));
  }

  Uni<Optional<Wire.Snapshot>> snapshot(String id) {
    return find(
        api.snapshot(key, service, environment, id), answer -> one(answer, Wire.Snapshot.class));
  }

  Uni<Wire.Envelope> create(Wire.NewSnapshot wanted) {
    return read(api.create(key, service, environment, "create", wanted), true, answer -> answer);
  }

  /** Nothing comes of it when the snapshot is gone already. */
  Uni<Optional<Wire.Envelope>> delete(String id) {
    return find(api.delete(key, service, environment, id), answer -> answer);
  }

  Uni<List<Wire.Volume>> volumes() {
    return read(
        api.volumes(key, service, environment), false, answer -> list(answer, Wire.Volume.class));
  }

  Uni<Optional<Wire.Volume>> volume(String id) {
    return find(
        api.volume(key, service, environment, id), answer -> one(answer, Wire.Volume.class));
  }

  /** None when it has expired: tasks live for half an hour or so. */
  Uni<Optional<TaskView>> task(String id) {
    return find(api.task(key, id), TaskView::of);
  }

  private <T> Uni<Optional<T>> find(
      Uni<RestResponse<String>> call, Function<Wire.Envelope, T> meaning) {
    return call.onFailure()
        .transform(failure -> HttpTrouble.withoutAnswer(failure, false))
        .map(
            answer ->
                isAbsence(answer)
                    ? Optional.empty()
                    : Optional.of(meaning(answer, false, meaning)));
  }

  private <T> Uni<T> read(
      Uni<RestResponse<String>> call, boolean makes, Function<Wire.Envelope, T> meaning) {
    return call.onFailure()
        .transform(failure -> HttpTrouble.withoutAnswer(failure, makes))
        .map(answer -> meaning(answer, makes, meaning));
  }

  /** Whether the cloud itself says that there is no such thing; a gateway's 404 says nothing. */
  private static boolean isAbsence(RestResponse<String> answer) {
    if (answer.getStatus() != 404) {
      return false;
    }
    Wire.Envelope envelope = envelope(RestClients.text(answer));
    if (envelope == null || envelope.errors() == null) {
      throw HttpTrouble.unreadable(false);
    }
    return true;
  }

  private <T> T meaning(
      RestResponse<String> answer, boolean makes, Function<Wire.Envelope, T> meaning) {
    Wire.Envelope envelope = envelope(RestClients.text(answer));
    boolean well = answer.getStatus() / 100 == 2;
    boolean redirect = answer.getStatus() / 100 == 3;
    boolean strange = answer.getStatus() == 404 && (envelope == null || envelope.errors() == null);
    if (redirect || strange) {
      // Some gateway's word, not the cloud's: it refuses nothing.
      throw HttpTrouble.unreadable(makes);
    }
    if (!well || envelope != null && envelope.errors() != null) {
      // A body with errors is a failed request, whatever its status says.
      throw HttpTrouble.refused(
          well ? 400 : answer.getStatus(),
          words(answer, envelope),
          answer.getHeaderString("Retry-After"),
          makes);
    }
    try {
      if (envelope != null) {
        return meaning.apply(envelope);
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      throw HttpTrouble.unreadable(makes);
    }
    throw HttpTrouble.unreadable(makes);
  }

  private HttpTrouble.Words words(RestResponse<String> answer, Wire.@Nullable Envelope envelope) {
    Optional<Wire.Error> first =
        envelope == null || envelope.errors() == null
            ? Optional.empty()
            : envelope.errors().stream().findFirst();
    return HttpTrouble.Words.without(
        key,
        first.map(Wire.Error::message).orElse(null),
        first.map(Wire.Error::word).orElse(null),
        answer.getHeaderString("X-Request-Id"));
  }

  private static Wire.@Nullable Envelope envelope(@Nullable String body) {
    try {
      return body == null ? null : ProviderJson.MAPPER.readValue(body, Wire.Envelope.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static <T> T one(Wire.Envelope answer, Class<T> type) {
    return convert(answer.data(), type);
  }

  private static <T> List<T> list(Wire.Envelope answer, Class<T> type) {
    JsonNode data = answer.data();
    if (data == null || !data.isArray()) {
      throw new IllegalArgumentException("no list");
    }
    return data.valueStream().map(each -> convert(each, type)).toList();
  }

  private static <T> T convert(@Nullable JsonNode node, Class<T> type) {
    if (node == null || !node.hasNonNull("id")) {
      throw new IllegalArgumentException("no object with an id");
    }
    return ProviderJson.MAPPER.convertValue(node, type);
  }
}
