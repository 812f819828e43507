package io.stillframe.local;

import java.util.List;

/** The provider of local disks that every local run has. */
final class LocalProvider {
  static final String NAME = "compute-on";
  static final String ORGANIZATION = "000a115d-2852-4b0a-9ce8-47f1134ba95a";
  static final List<String> ENVIRONMENTS = List.of("test_area", "testing");

  private LocalProvider() {}
}
