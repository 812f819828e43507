package io.stillframe.kubernetes;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A database of a service.
 *
 * @param server the name by which services find it
 * @param owner the role that has it, and that the service is
 * @param secret name and password of that role
 */
record Database(String server, String name, String owner, String secret) {
  /** Secrets are named after the users whose passwords they hold, as the README asks for them. */
  private static final String SECRET_OF_USER = "-database";

  /** Where a service is told of its database: by both of its drivers. */
  private static final List<String> URLS =
      List.of("QUARKUS_DATASOURCE_JDBC_URL", "QUARKUS_DATASOURCE_REACTIVE_URL");

  private static final Set<String> LOGIN =
      Set.of("QUARKUS_DATASOURCE_USERNAME", "QUARKUS_DATASOURCE_PASSWORD");

  /** Those that CloudNativePG makes: one with the cluster, and the others in it. */
  static Set<Database> made(Rendering rendering) {
    return rendering
        .all("Cluster")
        .flatMap(
            cluster ->
                Stream.concat(
                    Stream.of(first(cluster)),
                    rendering
                        .all("Database")
                        .filter(
                            more -> more.at("/spec/cluster/name").asText().equals(cluster.name()))
                        .filter(more -> isPresent(more.at("/spec")))
                        .map(more -> further(cluster, more.at("/spec")))))
        .collect(Collectors.toSet());
  }

  /** Those that services and their migrations go to, by any driver and with any part of a login. */
  static Set<Database> used(Rendering rendering) {
    return rendering
        .pods()
        .map(Pod::owner)
        .flatMap(
            workload ->
                URLS.stream()
                    .flatMap(url -> Stream.ofNullable(Given.to(workload, rendering).get(url)))
                    .flatMap(url -> secrets(workload).map(secret -> used(url, secret))))
        .collect(Collectors.toSet());
  }

  private static Database first(Manifest cluster) {
    JsonNode initial = cluster.at("/spec/bootstrap/initdb");
    return new Database(
        server(cluster),
        initial.path("database").asText(),
        initial.path("owner").asText(),
        initial.at("/secret/name").asText());
  }

  private static Database further(Manifest cluster, JsonNode database) {
    String owner = database.path("owner").asText();
    String secret =
        cluster
            .all("/spec/managed/roles")
            .filter(role -> role.path("name").asText().equals(owner))
            .filter(role -> isPresent(role) && role.path("login").asBoolean())
            .map(role -> role.at("/passwordSecret/name").asText())
            .collect(Collectors.joining(" "));
    return new Database(server(cluster), database.path("name").asText(), owner, secret);
  }

  /** The Service that leads to whichever replica takes writes. */
  private static String server(Manifest cluster) {
    return cluster.name() + "-rw";
  }

  private static boolean isPresent(JsonNode made) {
    return made.path("ensure").asText("present").equals("present");
  }

  private static Stream<String> secrets(Manifest workload) {
    return workload
        .all("/spec/template/spec/containers/0/env")
        .filter(variable -> LOGIN.contains(variable.path("name").asText()))
        .map(variable -> variable.at("/valueFrom/secretKeyRef/name").asText());
  }

  private static Database used(String url, String secret) {
    URI address = URI.create(url.replaceFirst("^jdbc:", ""));
    String user = secret.replaceFirst(SECRET_OF_USER + "$", "");
    return new Database(address.getHost(), address.getPath().substring(1), user, secret);
  }
}
