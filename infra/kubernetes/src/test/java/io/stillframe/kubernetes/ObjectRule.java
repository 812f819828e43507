package io.stillframe.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** What holds for all objects together. */
enum ObjectRule {
  /** Values of secrets are nowhere in the tree. */
  NO_SECRETS(all -> all.all("Secret")),
  TOKENLESS_ACCOUNTS(
      all ->
          all.all("ServiceAccount")
              .filter(
                  account ->
                      !account.at("/automountServiceAccountToken").isBoolean()
                          || account.at("/automountServiceAccountToken").booleanValue())),
  DEFAULT_DENY(ObjectRule::withoutDefault),
  /** Who listens says who may come. */
  SERVICES_POLICED(all -> all.all("Service").filter(service -> !isPoliced(all, service))),
  SERVICES_LEAD_SOMEWHERE(
      all -> all.all("Service").filter(service -> !leadsSomewhere(all, service))),
  /** No drain of a node takes the last replica. */
  BUDGETED(all -> all.all("Deployment").filter(deployment -> !isBudgeted(all, deployment))),
  AT_LEAST_TWO(all -> all.all("Deployment").filter(deployment -> isAlone(all, deployment))),
  /** A name with a mistake is found here, not by a pod that does not start. */
  NAMES_RESOLVE(ObjectRule::withDanglingNames),
  ONE_NAMESPACE(all -> all.manifests().stream().filter(ObjectRule::isElsewhere));

  private static final Set<String> CLUSTER_WIDE = Set.of("Namespace", "PersistentVolume");

  private final Function<Rendering, Stream<Manifest>> breaches;

  ObjectRule(Function<Rendering, Stream<Manifest>> breaches) {
    this.breaches = breaches;
  }

  /** The objects that break it. */
  List<Manifest> breaches(Rendering rendering) {
    return breaches.apply(rendering).toList();
  }

  private static Stream<Manifest> withoutDefault(Rendering all) {
    boolean denied =
        all.all("NetworkPolicy")
            .filter(policy -> policy.at("/spec/podSelector").isEmpty())
            .filter(
                policy -> !policy.at("/spec").has("ingress") && !policy.at("/spec").has("egress"))
            .anyMatch(policy -> policy.at("/spec/policyTypes").size() == 2);
    return denied ? Stream.empty() : all.all("Namespace");
  }

  private static boolean isPoliced(Rendering all, Manifest service) {
    return selected(all, service)
        .allMatch(
            pod ->
                all.all("NetworkPolicy")
                    .filter(policy -> !policy.at("/spec/podSelector").isEmpty())
                    .filter(
                        policy ->
                            new Selector(policy.at("/spec/podSelector")).selects(pod.labels()))
                    .flatMap(policy -> policy.all("/spec/policyTypes"))
                    .anyMatch(type -> type.asText().equals("Ingress")));
  }

  private static boolean leadsSomewhere(Rendering all, Manifest service) {
    Set<String> ports =
        selected(all, service)
            .flatMap(Pod::containers)
            .flatMap(container -> Manifest.elements(container.path("ports")))
            .map(port -> port.path("name").asText())
            .collect(Collectors.toSet());
    return selected(all, service).count() == 1
        && service
            .all("/spec/ports")
            .allMatch(port -> ports.contains(port.path("targetPort").asText()));
  }

  private static Stream<Pod> selected(Rendering all, Manifest service) {
    Map<String, String> wanted = Manifest.labels(service.at("/spec/selector"));
    return all.pods().filter(pod -> pod.labels().entrySet().containsAll(wanted.entrySet()));
  }

  private static boolean isBudgeted(Rendering all, Manifest deployment) {
    return deployment
        .pod()
        .allMatch(
            pod ->
                all.all("PodDisruptionBudget")
                    .filter(budget -> budget.at("/spec/maxUnavailable").asInt() == 1)
                    .anyMatch(
                        budget -> new Selector(budget.at("/spec/selector")).selects(pod.labels())));
  }

  private static boolean isAlone(Rendering all, Manifest deployment) {
    return all.all("ScaledObject")
            .filter(
                scaled -> scaled.at("/spec/scaleTargetRef/name").asText().equals(deployment.name()))
            .map(scaled -> scaled.at("/spec/minReplicaCount"))
            .findAny()
            .orElseGet(() -> deployment.at("/spec/replicas"))
            .asInt()
        < 2;
  }

  private static Stream<Manifest> withDanglingNames(Rendering all) {
    return all.pods()
        .filter(pod -> !references(pod).allMatch(name -> exists(all, name)))
        .map(Pod::owner);
  }

  private static Stream<String> references(Pod pod) {
    JsonNode spec = pod.spec();
    return Stream.of(
            Stream.of("ServiceAccount/" + spec.path("serviceAccountName").asText()),
            pod.containers()
                .flatMap(container -> Manifest.elements(container.path("envFrom")))
                .map(source -> "ConfigMap/" + source.at("/configMapRef/name").asText()),
            Manifest.elements(spec.path("volumes"))
                .filter(volume -> volume.has("configMap"))
                .map(volume -> "ConfigMap/" + volume.at("/configMap/name").asText()),
            Manifest.elements(spec.path("volumes"))
                .filter(volume -> volume.has("persistentVolumeClaim"))
                .map(
                    volume ->
                        "PersistentVolumeClaim/"
                            + volume.at("/persistentVolumeClaim/claimName").asText()))
        .flatMap(Function.identity());
  }

  private static boolean exists(Rendering all, String name) {
    return all.manifests().stream().anyMatch(manifest -> manifest.toString().equals(name));
  }

  private static boolean isElsewhere(Manifest manifest) {
    return !CLUSTER_WIDE.contains(manifest.kind())
        && !manifest.at("/metadata/namespace").asText().equals("stillframe");
  }
}
