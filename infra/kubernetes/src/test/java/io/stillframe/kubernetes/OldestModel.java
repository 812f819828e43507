package io.stillframe.kubernetes;

import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Optional;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.kubernetes.client.openapi.JSON;

/**
 * The types as Kubernetes 1.20 had them. A server as old as that drops what it does not know
 * without a word, and so does the model: what is lost is found by comparing.
 */
final class OldestModel {
  private static final Map<String, String> PREFIXES =
      Map.of(
          "v1", "V1",
          "apps/v1", "V1",
          "batch/v1", "V1",
          "networking.k8s.io/v1", "V1",
          "policy/v1beta1", "V1beta1");

  private final Models models = new Models();

  /** It reads times, which plain Gson cannot. */
  private final Gson gson = JSON.getGson();

  Optional<String> problem(Manifest manifest) {
    String prefix = PREFIXES.get(manifest.apiVersion());
    if (prefix == null) {
      return Optional.of(manifest + ": there was no " + manifest.apiVersion());
    }
    try {
      Class<?> type =
          models.loadClass("io.kubernetes.client.openapi.models." + prefix + manifest.kind());
      Object read = gson.fromJson(manifest.tree().toString(), type);
      return RoundTrip.change(manifest.tree(), Rendering.json(gson.toJson(read)))
          .map(change -> manifest + ": " + change);
    } catch (ClassNotFoundException e) {
      return Optional.of("There was no " + manifest.apiVersion() + " " + manifest.kind());
    } catch (JsonParseException e) {
      return Optional.of(manifest + ": " + e.getMessage());
    }
  }

  /** The old models before the current ones, which have the same names. */
  private static final class Models extends URLClassLoader {
    Models() {
      super(new URL[] {jar()}, OldestModel.class.getClassLoader());
    }

    private static URL jar() {
      try {
        return Tree.ROOT.resolve("target/oldest-models.jar").toUri().toURL();
      } catch (MalformedURLException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        return name.startsWith("io.kubernetes.") ? findClass(name) : super.loadClass(name, resolve);
      }
    }
  }
}
