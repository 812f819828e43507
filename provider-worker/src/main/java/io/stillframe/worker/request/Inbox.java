package io.stillframe.worker.request;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

import io.stillframe.contract.Message;
import io.stillframe.contract.SnapshotRequest;

/** Remembers which requests were taken, so that a request that arrives again is not taken again. */
@Singleton
class Inbox {
  private static final String TAKE =
      """
            insert into inbox (message_id)
            select value from jsonb_array_elements_text(cast(cast(:ids as text) as jsonb)) order by value
            on conflict do nothing returning message_id
            """;

  /**
   * Those of the requests that were not taken before, in their order, marked as taken with this
   * transaction.
   */
  Uni<List<SnapshotRequest>> takeNew(List<SnapshotRequest> requests) {
    List<String> ids = requests.stream().map(SnapshotRequest::messageId).distinct().toList();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(TAKE, String.class)
                    .setParameter("ids", Message.write(ids))
                    .getResultList())
        .map(
            fresh -> {
              Set<String> left = new HashSet<>(fresh);
              return requests.stream().filter(request -> left.remove(request.messageId())).toList();
            });
  }
}
