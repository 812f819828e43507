package io.stillframe.command.snapshot;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.stillframe.api.EntityTags;

/**
 * Under what conditions a caller wants an update.
 *
 * @param ifMatch what the snapshot must be for it; anything without
 * @param deadline when to give up; an hour from now by default
 */
public record Terms(@Nullable EntityTags ifMatch, @Nullable Instant deadline) {
  /** None. */
  public static final Terms ANY = new Terms(null, null);
}
