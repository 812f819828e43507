package io.stillframe.kubernetes;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;

/** What holds for every pod that we make. */
enum PodRule {
  TAGGED(each(PodRule::isTagged)),
  PULLED_IF_ABSENT(each(container -> is(container, "/imagePullPolicy", "IfNotPresent"))),
  REQUESTS(each(container -> has(container, "/resources/requests", "cpu", "memory"))),
  MEMORY_BOUND(each(container -> has(container, "/resources/limits", "memory"))),
  NO_ROOT(PodRule::isNoRoot),
  SECCOMP(pod -> is(pod.spec(), "/securityContext/seccompProfile/type", "RuntimeDefault")),
  NO_ESCALATION(each(container -> isFalse(container, "/securityContext/allowPrivilegeEscalation"))),
  READ_ONLY_ROOT(each(container -> isTrue(container, "/securityContext/readOnlyRootFilesystem"))),
  NO_CAPABILITIES(each(PodRule::hasNoCapabilities)),
  NO_TOKEN(pod -> isFalse(pod.spec(), "/automountServiceAccountToken")),
  OWN_ACCOUNT(pod -> pod.spec().hasNonNull("serviceAccountName")),
  /** A Service's address in the environment could be taken for a setting: KAFKA_PORT. */
  NO_SERVICE_LINKS(pod -> isFalse(pod.spec(), "/enableServiceLinks")),
  NOTHING_OF_THE_HOST(PodRule::hasNothingOfTheHost),
  SECRETS_BY_REFERENCE(each(PodRule::hasNoSecret)),
  PROBED(pod -> !pod.isLasting() || pod.containers().allMatch(PodRule::isProbed)),
  /** An outage elsewhere is not cured by a restart here, nor is a slow start of something else. */
  ALIVE_BY_ITSELF(each(PodRule::isAliveByItself)),
  TIME_TO_DRAIN(PodRule::hasTimeToDrain),
  SPREAD(pod -> !pod.owner().is("Deployment") || pod.spec().has("topologySpreadConstraints"));

  private static final Pattern SECRET =
      Pattern.compile(".*(PASSWORD|SECRET|TOKEN|JAAS_CONFIG|_KEY)$");

  /** How many seconds the relay of a service may take for its last rows. */
  private static final int LAST_ROWS = 15;

  /** How many seconds a worker waits for its calls, if {@code stillframe.drain-time} is not set. */
  private static final int CALLS = 25;

  /** A pause before it is told, as the overlay has it, and how long an answer may take it then. */
  private static final int GATEWAY = 5 + 65;

  private final Predicate<Pod> holds;

  PodRule(Predicate<Pod> holds) {
    this.holds = holds;
  }

  boolean holds(Pod pod) {
    return holds.test(pod);
  }

  private static Predicate<Pod> each(Predicate<JsonNode> container) {
    return pod -> pod.containers().findAny().isPresent() && pod.containers().allMatch(container);
  }

  private static boolean isTagged(JsonNode container) {
    String image = container.path("image").asText();
    int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
    return tag > 0 && !image.endsWith(":latest");
  }

  private static boolean isNoRoot(Pod pod) {
    return isTrue(pod.spec(), "/securityContext/runAsNonRoot")
        && pod.spec().at("/securityContext/runAsUser").asInt() > 0
        && pod.containers()
            .map(container -> container.path("securityContext"))
            .noneMatch(context -> context.has("runAsUser") || context.has("runAsNonRoot"));
  }

  private static boolean hasNoCapabilities(JsonNode container) {
    JsonNode capabilities = container.at("/securityContext/capabilities");
    return !capabilities.has("add") && is(capabilities, "/drop/0", "ALL");
  }

  private static boolean hasNothingOfTheHost(Pod pod) {
    return Stream.of("hostNetwork", "hostPID", "hostIPC", "hostUsers").noneMatch(pod.spec()::has)
        && Manifest.elements(pod.spec().path("volumes")).noneMatch(volume -> volume.has("hostPath"))
        && pod.containers()
            .noneMatch(container -> container.at("/securityContext").has("privileged"))
        && pod.containers()
            .flatMap(container -> Manifest.elements(container.path("ports")))
            .noneMatch(port -> port.has("hostPort"));
  }

  private static boolean hasNoSecret(JsonNode container) {
    return Manifest.elements(container.path("env"))
        .filter(variable -> SECRET.matcher(variable.path("name").asText()).matches())
        .allMatch(variable -> variable.at("/valueFrom").has("secretKeyRef"));
  }

  private static boolean isProbed(JsonNode container) {
    return Stream.of("startupProbe", "livenessProbe", "readinessProbe").allMatch(container::has);
  }

  private static boolean isAliveByItself(JsonNode container) {
    return Stream.of("startupProbe", "livenessProbe")
        .map(container::path)
        .filter(probe -> probe.has("httpGet"))
        .allMatch(probe -> is(probe, "/httpGet/path", "/q/health/live"));
  }

  /**
   * The moment in which routes forget it, what the service then waits for and what it publishes
   * last are over before it is killed.
   */
  private static boolean hasTimeToDrain(Pod pod) {
    if (!pod.isLasting()) {
      return true;
    }
    int own =
        switch (pod.owner().name()) {
          case "provider-worker" -> CALLS + LAST_ROWS;
          case "gateway" -> GATEWAY;
          default -> LAST_ROWS;
        };
    int needed = seconds(pod, "DELAY") + seconds(pod, "TIMEOUT") + own;
    return pod.spec().path("terminationGracePeriodSeconds").asInt() > needed;
  }

  private static int seconds(Pod pod, String setting) {
    return pod.containers()
        .flatMap(container -> Manifest.elements(container.path("env")))
        .filter(variable -> is(variable, "/name", "QUARKUS_SHUTDOWN_" + setting))
        .mapToInt(variable -> Integer.parseInt(variable.path("value").asText().replace("S", "")))
        .sum();
  }

  private static boolean has(JsonNode tree, String pointer, String... members) {
    return Stream.of(members).allMatch(tree.at(pointer)::hasNonNull);
  }

  private static boolean is(JsonNode tree, String pointer, String value) {
    return tree.at(pointer).asText().equals(value);
  }

  private static boolean isTrue(JsonNode tree, String pointer) {
    return tree.at(pointer).isBoolean() && tree.at(pointer).booleanValue();
  }

  private static boolean isFalse(JsonNode tree, String pointer) {
    return tree.at(pointer).isBoolean() && !tree.at(pointer).booleanValue();
  }
}
