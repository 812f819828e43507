package io.stillframe.query.action;

import java.util.UUID;

import jakarta.persistence.Tuple;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.AdminEvent;
import io.stillframe.query.page.Document;
import io.stillframe.query.page.PageQuery;
import io.stillframe.query.page.Sort;
import io.stillframe.rows.Patience;

/** An action as it is kept for answers: the request, and over it what became of it. */
public record ActionView(String status, Document document) {
  private static final String DOCUMENT =
      "cast(cast(request as jsonb) || cast(coalesce(outcome, '{}') as jsonb) as text)";
  private static final String FIND =
      "select status, "
          + DOCUMENT
          + " from admin_action_view where id = :id and request is not null";

  /** The actions whose request is known, newest first. */
  static PageQuery page() {
    return new PageQuery("admin_action_view", DOCUMENT, Sort.newestFirst())
        .where("request is not null");
  }

  public static Uni<@Nullable ActionView> find(UUID id) {
    return Patience.session(
        () ->
            Panache.getSession()
                .chain(
                    session ->
                        session
                            .createNativeQuery(FIND, Tuple.class)
                            .setParameter("id", id)
                            .getSingleResultOrNull())
                .map(ActionView::of));
  }

  public boolean isEnded() {
    return !status.equals(AdminEvent.Status.RUNNING.wireName());
  }

  private static @Nullable ActionView of(@Nullable Tuple row) {
    return row == null
        ? null
        : new ActionView(row.get(0, String.class), new Document(row.get(1, String.class)));
  }
}
