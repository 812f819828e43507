package io.stillframe.query.reading;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

/**
 * Tells requests that wait in this process that something was applied by this process. It is only a
 * shortcut: what another replica applied is found by looking.
 */
@ApplicationScoped
public class AppliedSignal {
  private final Set<Wake> waiting = ConcurrentHashMap.newKeySet();

  /** Call it after the commit, with the ids of the snapshots and operations that were touched. */
  public void applied(Set<UUID> ids) {
    waiting.stream().filter(wake -> wake.isAbout(ids)).forEach(Wake::ring);
  }

  /** A bell for {@code id}, or for everything; to be given back with {@link #close}. */
  Wake open(@Nullable UUID id) {
    Wake wake = new Wake(id);
    waiting.add(wake);
    return wake;
  }

  void close(Wake wake) {
    waiting.remove(wake);
  }
}
