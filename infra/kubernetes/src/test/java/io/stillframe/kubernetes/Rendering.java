package io.stillframe.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** What a folder of manifests comes to. */
record Rendering(String name, List<Manifest> manifests) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Map<String, Rendering> DONE = new ConcurrentHashMap<>();

  /** All overlays, and the base with each component alone. */
  static Stream<Rendering> all() {
    return Stream.concat(
        Tree.overlays().stream().map(Rendering::overlay),
        Tree.components().stream().map(Rendering::component));
  }

  static Rendering overlay(String name) {
    return DONE.computeIfAbsent(name, key -> of(key, Tree.ROOT.resolve("overlays").resolve(key)));
  }

  static Rendering component(String name) {
    return DONE.computeIfAbsent("base with " + name, key -> of(key, alone(name)));
  }

  private static Path alone(String component) {
    Path folder = Tree.ROOT.resolve("target/alone").resolve(component);
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve("kustomization.yaml"),
          """
          apiVersion: kustomize.config.k8s.io/v1beta1
          kind: Kustomization
          resources: [../../../base]
          components: [../../../components/%s]
          """
              .formatted(component));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private static Rendering of(String name, Path folder) {
    return new Rendering(name, read(Kubectl.kustomize(folder)));
  }

  /** The objects of a YAML text. */
  static List<Manifest> read(String yaml) {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
      List<Manifest> manifests = new ArrayList<>();
      documents.forEachRemaining(tree -> manifests.add(new Manifest(tree)));
      return manifests;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  Stream<Manifest> all(String kind) {
    return manifests.stream().filter(manifest -> manifest.is(kind));
  }

  Manifest one(String kind, String name) {
    return manifests.stream()
        .filter(manifest -> manifest.is(kind, name))
        .findAny()
        .orElseThrow(
            () -> new IllegalArgumentException("No %s %s in %s".formatted(kind, name, this)));
  }

  Stream<Pod> pods() {
    return manifests.stream().flatMap(Manifest::pod);
  }

  /** A copy in which every object of that name is another. */
  Rendering with(String kind, String name, UnaryOperator<Manifest> change) {
    one(kind, name);
    return new Rendering(
        this.name + ", changed",
        manifests.stream()
            .map(manifest -> manifest.is(kind, name) ? change.apply(manifest) : manifest)
            .toList());
  }

  Rendering without(String kind, String name) {
    one(kind, name);
    return new Rendering(
        this.name + ", less",
        manifests.stream().filter(manifest -> !manifest.is(kind, name)).toList());
  }

  @Override
  public String toString() {
    return name;
  }
}
