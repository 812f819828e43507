package io.stillframe.kubernetes;

import java.util.stream.Stream;

/** The two ways that a NetworkPolicy has a say in. */
enum Direction {
  INGRESS("Ingress", "ingress", "from"),
  EGRESS("Egress", "egress", "to");

  private final String type;
  private final String rules;
  private final String peers;

  Direction(String type, String rules, String peers) {
    this.type = type;
    this.rules = rules;
    this.peers = peers;
  }

  /** Where a policy has its rules for it. */
  String pointer() {
    return "/spec/" + rules;
  }

  /**
   * Whether what this policy does not open is closed. A policy that does not say which directions
   * it is for is for those in, and for those out if it has rules for them.
   */
  boolean isPolicedBy(Manifest policy) {
    return policy.at("/spec/policyTypes").isEmpty()
        ? this == INGRESS || !policy.at(pointer()).isEmpty()
        : policy.all("/spec/policyTypes").anyMatch(one -> one.asText().equals(type));
  }

  Stream<Opening> openings(Manifest policy) {
    return policy.all(pointer()).map(rule -> Opening.of(rule.path(peers), rule.path("ports")));
  }
}
