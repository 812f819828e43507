package io.stillframe.kubernetes;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The arrows of the picture in the README of the whole, as an overlay has them, and what its
 * operation adds: health, metrics, traces, scaling, names, and operators at their pods.
 *
 * <p>Inside are arrows between pods of the namespace. Outside are those to and from other
 * namespaces, by their labels, and addresses.
 */
enum Drawing {
  LOCAL(
      "local",
      Set.of(
          "command-service -> kafka 9092",
          "command-service -> postgresql 5432",
          "command-service-migration -> postgresql 5432",
          "gateway -> command-service 8081",
          "gateway -> provider-worker 8082",
          "gateway -> query-service 8083",
          "kafka -> kafka 9092",
          "provider-worker -> kafka 9092",
          "provider-worker -> postgresql 5432",
          "provider-worker-migration -> postgresql 5432",
          "query-service -> kafka 9092",
          "query-service -> postgresql 5432",
          "query-service-migration -> postgresql 5432",
          "topics -> kafka 9092"),
      Set.of(
          "anybody -> gateway http",
          "namespace stillframe.io/network=gateway -> command-service http",
          "namespace stillframe.io/network=gateway -> query-service http",
          "provider-worker -> " + Drawing.CLOUDS),
      "namespace any"),

  LOCAL_SIMULATED(
      "local-simulated",
      with(
          LOCAL.inside, "provider-worker -> simulators 8091", "provider-worker -> simulators 8092"),
      LOCAL.outside,
      LOCAL.dns),

  /**
   * Pods that operators make go where they like, because nobody knows where the API server and the
   * backups are; whom they reach inside is up to those who are there. Strimzi opens the listeners'
   * ports at controllers as well, where nothing listens.
   */
  PRODUCTION(
      "production",
      Set.of(
          "command-service -> stillframe-broker 9093",
          "command-service -> stillframe-postgresql 5432",
          "command-service-migration -> stillframe-postgresql 5432",
          "provider-worker -> stillframe-broker 9093",
          "provider-worker -> stillframe-postgresql 5432",
          "provider-worker-migration -> stillframe-postgresql 5432",
          "query-service -> stillframe-broker 9093",
          "query-service -> stillframe-postgresql 5432",
          "query-service-migration -> stillframe-postgresql 5432",
          "stillframe-postgresql -> stillframe-postgresql 5432",
          "stillframe-postgresql -> stillframe-postgresql 8000"),
      Set.of(
          "command-service -> namespace stillframe.io/network=collector 4318",
          "namespace kubernetes.io/metadata.name=cnpg-system -> stillframe-postgresql 5432",
          "namespace kubernetes.io/metadata.name=cnpg-system -> stillframe-postgresql 8000",
          "namespace stillframe.io/network=autoscaler -> stillframe-broker 9093",
          "namespace stillframe.io/network=autoscaler -> stillframe-controller 9093",
          "namespace stillframe.io/network=gateway -> command-service http",
          "namespace stillframe.io/network=gateway -> query-service http",
          "namespace stillframe.io/network=monitoring -> command-service http",
          "namespace stillframe.io/network=monitoring -> provider-worker http",
          "namespace stillframe.io/network=monitoring -> query-service http",
          "provider-worker -> " + Drawing.CLOUDS,
          "provider-worker -> namespace stillframe.io/network=collector 4318",
          "query-service -> namespace stillframe.io/network=collector 4318",
          "stillframe-broker -> anybody any port",
          "stillframe-controller -> anybody any port",
          "stillframe-entity-operator -> anybody any port",
          "stillframe-postgresql -> anybody any port"),
      "namespace kubernetes.io/metadata.name=kube-system");

  private static final String CLOUDS =
      "0.0.0.0/0 but 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 169.254.0.0/16 443";

  private final String overlay;
  private final Set<String> inside;
  private final Set<String> outside;
  private final String dns;

  Drawing(String overlay, Set<String> inside, Set<String> outside, String dns) {
    this.overlay = overlay;
    this.inside = inside;
    this.outside = outside;
    this.dns = dns;
  }

  private static Set<String> with(Set<String> arrows, String... more) {
    return Stream.concat(arrows.stream(), Stream.of(more)).collect(Collectors.toSet());
  }

  Rendering rendering() {
    return Rendering.overlay(overlay);
  }

  Set<String> inside() {
    return inside;
  }

  /** What is outside of a namespace with these pods. */
  Set<String> outside(Set<String> pods) {
    return Stream.concat(
            outside.stream(),
            pods.stream().flatMap(pod -> lookUps().map(where -> pod + " -> " + where)))
        .collect(Collectors.toSet());
  }

  /** The cluster's DNS, a node's cache of it at one of two addresses, and OpenShift's. */
  private Stream<String> lookUps() {
    return Stream.concat(
        Stream.of(dns, "169.254.20.10/32", "169.254.25.10/32")
            .flatMap(where -> Stream.of(where + " 53", where + " 53/UDP")),
        Stream.of("namespace kubernetes.io/metadata.name=openshift-dns")
            .flatMap(where -> Stream.of(where + " 5353", where + " 5353/UDP")));
  }
}
