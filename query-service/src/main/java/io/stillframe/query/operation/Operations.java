package io.stillframe.query.operation;

import java.util.Map;
import java.util.UUID;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.query.progress.Progress;

/** Operations as they are kept for answers. */
final class Operations {
  private static final String FIND =
      "select ended, document from operation_view where id = :id and organization = :organization";

  private Operations() {}

  /** The operation, if it is known and this organization asked for it. */
  static Uni<@Nullable Progress> find(UUID id, String organization) {
    return Progress.find(FIND, Map.of("id", id, "organization", organization));
  }
}
