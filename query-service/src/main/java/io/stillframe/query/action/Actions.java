package io.stillframe.query.action;

import java.util.Map;
import java.util.UUID;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.query.page.PageQuery;
import io.stillframe.query.page.Sort;
import io.stillframe.query.progress.Progress;

/** Actions as they are kept for answers: the request, and over it what became of it. */
public final class Actions {
  private static final String DOCUMENT =
      "cast(cast(request as jsonb) || cast(coalesce(outcome, '{}') as jsonb) as text)";
  private static final String FIND =
      "select status <> 'running', "
          + DOCUMENT
          + " from admin_action_view where id = :id and request is not null";

  private Actions() {}

  /** The actions whose request is known, newest first. */
  static PageQuery page() {
    return new PageQuery("admin_action_view", DOCUMENT, Sort.newestFirst())
        .where("request is not null");
  }

  /** The action, if its request is known. */
  public static Uni<@Nullable Progress> find(UUID id) {
    return Progress.find(FIND, Map.of("id", id));
  }
}
