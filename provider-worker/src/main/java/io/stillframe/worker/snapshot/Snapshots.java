package io.stillframe.worker.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Message;
import io.stillframe.contract.Snapshot;

/** The stored aggregates. All of it happens in the caller's transaction. */
@Singleton
public class Snapshots {
  private static final String LOCK =
      "select cast(document as text) from snapshot where id = any (cast(cast(:ids as text) as uuid[])) order by id for update";

  private static final String SAVE =
      """
            insert into snapshot (id, provider, environment, state, version, document)
            select id, provider, environment, state, version, document
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb))
                as r (id uuid, provider text, environment text, state text, version bigint, document jsonb)
            order by id
            on conflict (id) do update
                set state = excluded.state, version = excluded.version, document = excluded.document
            """;

  private record Row(
      UUID id,
      String provider,
      String environment,
      String state,
      long version,
      Snapshot document) {}

  /** Those of the snapshots that exist, locked until the transaction ends. */
  public Uni<Map<UUID, Snapshot>> lock(Collection<UUID> ids) {
    String array = ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(LOCK, String.class)
                    .setParameter("ids", array)
                    .getResultList())
        .map(
            documents ->
                documents.stream()
                    .map(Snapshots::read)
                    .collect(Collectors.toMap(Snapshot::id, Function.identity())));
  }

  /** Stores snapshots that the caller has locked or made. */
  public Uni<Void> save(Collection<Snapshot> snapshots) {
    if (snapshots.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    List<Row> rows =
        snapshots.stream()
            .map(
                each ->
                    new Row(
                        each.id(),
                        each.provider(),
                        each.environment(),
                        each.state().wireName(),
                        each.version(),
                        each))
            .toList();
    return Panache.getSession()
        .chain(
            session ->
                session
                    .createNativeQuery(SAVE)
                    .setParameter("rows", Message.write(rows))
                    .executeUpdate())
        .replaceWithVoid();
  }

  private static Snapshot read(String document) {
    try {
      return ContractJson.MAPPER.readValue(document, Snapshot.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
