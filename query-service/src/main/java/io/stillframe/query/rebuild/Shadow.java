package io.stillframe.query.rebuild;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.inject.Singleton;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.flywaydb.core.Flyway;

import io.stillframe.rows.Rows;
import io.stillframe.rows.SameContext;

/**
 * The tables that will take the live ones' place: the same migrations, in a schema of their own.
 */
@Singleton
class Shadow {
  static final String SCHEMA = "rebuild";

  private static final String DROP = "drop schema if exists " + SCHEMA + " cascade";

  /** Every table of the read model; what is about this database itself is not rebuilt. */
  private static final String TABLES =
      """
      select cast(to_json(tablename) as text) from pg_tables where schemaname = '%s'
      and tablename not in ('flyway_schema_history', 'applied_offset', 'rebuild_lease')
      order by tablename desc
      """
          .formatted(SCHEMA);

  private static final String LIVE = "select cast(to_json(current_schema()) as text)";

  private static final String CONTENT =
      """
      select cast(json_build_object('rows', count(*), 'checksum',
          cast(coalesce(sum(hashtextextended(cast(t as text), 0)), 0) as text)) as text)
      from %s.%s t
      """;

  /** Flyway's own note that it made the schema has no version. */
  private static final String MIGRATIONS =
      "select cast(count(version) as text) from %s.flyway_schema_history where success";

  private final Flyway live;
  private final Vertx vertx;

  Shadow(Flyway live, Vertx vertx) {
    this.live = live;
    this.vertx = vertx;
  }

  /** Makes the tables, empty; what an earlier rebuild has left goes. */
  Uni<Void> create() {
    Flyway flyway =
        Flyway.configure(Thread.currentThread().getContextClassLoader())
            .configuration(live.getConfiguration())
            .schemas(SCHEMA)
            .defaultSchema(SCHEMA)
            .load();
    return drop()
        .chain(
            () ->
                SameContext.of(
                    Uni.createFrom()
                        .completionStage(
                            () ->
                                vertx.executeBlocking(flyway::migrate, false).toCompletionStage())))
        .replaceWithVoid();
  }

  /**
   * Compares every table with the live one, in the caller's transaction.
   *
   * @throws IllegalStateException if the live ones were migrated since these were made
   */
  Uni<Map<String, Report.Table>> compare() {
    Map<String, Report.Table> compared = new TreeMap<>();
    return liveSchema()
        .call(
            schema ->
                migrations(schema)
                    .chain(before -> migrations(SCHEMA).invoke(after -> same(before, after))))
        .chain(
            schema ->
                forEachTable(
                    table ->
                        content(schema, table)
                            .chain(
                                before ->
                                    content(SCHEMA, table)
                                        .invoke(
                                            after ->
                                                compared.put(
                                                    table, Report.Table.of(before, after))))
                            .replaceWithVoid()))
        .replaceWith(compared);
  }

  /** Puts the tables in the live ones' place, in the caller's transaction. */
  Uni<Void> swap() {
    return liveSchema()
        .chain(
            schema ->
                forEachTable(
                    table ->
                        execute("drop table %s.%s".formatted(schema, table))
                            .chain(
                                () ->
                                    execute(
                                        "alter table %s.%s set schema %s"
                                            .formatted(SCHEMA, table, schema)))))
        .chain(() -> execute(DROP));
  }

  Uni<Void> drop() {
    return Panache.withTransaction(() -> execute(DROP));
  }

  static Uni<Void> execute(String statement) {
    return Rows.update(statement, Map.of()).replaceWithVoid();
  }

  private static Uni<Report.Content> content(String schema, String table) {
    return Rows.select(CONTENT.formatted(schema, table), Report.Content.class, Map.of())
        .map(List::getFirst);
  }

  private static Uni<Long> migrations(String schema) {
    return Rows.select(MIGRATIONS.formatted(schema), Long.class, Map.of()).map(List::getFirst);
  }

  private static void same(long before, long after) {
    if (before != after) {
      throw new IllegalStateException("the live tables were migrated meanwhile");
    }
  }

  private static Uni<String> liveSchema() {
    return Rows.select(LIVE, String.class, Map.of()).map(List::getFirst);
  }

  private interface Step {
    Uni<Void> on(String table);
  }

  private static Uni<Void> forEachTable(Step step) {
    return Rows.select(TABLES, String.class, Map.of())
        .chain(
            tables ->
                Multi.createFrom()
                    .iterable(tables)
                    .onItem()
                    .transformToUniAndConcatenate(step::on)
                    .collect()
                    .last()
                    .replaceWithVoid());
  }
}
