package io.stillframe.kubernetes;

import java.util.Optional;
import java.util.Set;

import com.google.gson.JsonParseException;
import io.kubernetes.client.custom.QuantityFormatException;
import io.kubernetes.client.openapi.JSON;

/**
 * The types of Kubernetes itself, by the models of its Java client. Its reader refuses unknown and
 * missing members; that nothing changed its type on the way is looked for here.
 */
final class KubernetesModel implements Models.Model {
  /** The model of a budget is that of policy/v1; v1beta1 has every member that is used here. */
  private static final Set<String> VERSIONS =
      Set.of("v1", "apps/v1", "batch/v1", "networking.k8s.io/v1", "policy/v1", "policy/v1beta1");

  @Override
  public boolean knows(Manifest manifest) {
    return VERSIONS.contains(manifest.apiVersion());
  }

  @Override
  public Optional<String> problem(Manifest manifest) {
    try {
      Class<?> type = Class.forName("io.kubernetes.client.openapi.models.V1" + manifest.kind());
      Object read = JSON.deserialize(manifest.tree().toString(), type);
      return RoundTrip.change(manifest.tree(), Rendering.json(JSON.serialize(read)))
          .map(change -> manifest + ": " + change);
    } catch (ClassNotFoundException e) {
      return Optional.of("There is no " + manifest.apiVersion() + " " + manifest.kind());
    } catch (JsonParseException | IllegalArgumentException | QuantityFormatException e) {
      return Optional.of(manifest + ": " + e.getMessage());
    }
  }
}
