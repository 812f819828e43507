package io.stillframe.query.projection;

import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.stillframe.api.ActionAnswer;
import io.stillframe.contract.AdminEvent;
import io.stillframe.contract.AdminRequest;
import io.stillframe.contract.Message;

/**
 * A row of {@code admin_action_view}, or a part of it: the request and the events come by different
 * topics, in any order.
 *
 * @param createdAt when the id was made, which both parts tell alike
 * @param request what was asked for, as the answer shows it; none in an event's part
 * @param outcome what became of it, likewise; none in the request's part
 * @param toldAt when the outcome came about
 */
record AdminActionRow(
    UUID id,
    Instant createdAt,
    String action,
    String target,
    @Nullable String status,
    @Nullable String request,
    @Nullable String outcome,
    @Nullable Instant toldAt) {

  private static final int TIME_ORDERED = 7;

  static final String UPSERT =
      "insert into admin_action_view as view"
          + " (id, created_at, action, target, status, request, outcome, told_at)"
          + " select id, \"createdAt\", action, target, coalesce(status, 'running'), request,"
          + " outcome, \"toldAt\" from "
          + RowSet.ROWS
          + "(id uuid, \"createdAt\" timestamptz, action text, target text, status text,"
          + " request text, outcome text, \"toldAt\" timestamptz)"
          + " on conflict (id) do update set request = coalesce(view.request, excluded.request),"
          + better("status")
          + ","
          + better("outcome")
          + ","
          + better("told_at");

  static AdminActionRow of(AdminRequest request, @Nullable String key) throws IOException {
    // What comes from outside may lack what the types promise.
    @SuppressWarnings("ConstantValue")
    boolean whole =
        Stream.of(
                request.id(), request.requestedBy(), request.organization(), request.requestedAt())
            .allMatch(each -> each != null);
    if (!whole) {
      throw new IOException("the request lacks a part");
    }
    String target =
        request instanceof AdminRequest.Unknown ? String.valueOf(key) : request.target();
    return new AdminActionRow(
        request.id(),
        madeAt(request.id()),
        request.type(),
        target,
        null,
        Message.write(ActionAnswer.of(request, target)),
        null,
        null);
  }

  static AdminActionRow of(AdminEvent event) throws IOException {
    @SuppressWarnings("ConstantValue")
    boolean whole =
        Stream.of(event.id(), event.action(), event.target(), event.status(), event.time())
            .allMatch(each -> each != null);
    if (!whole) {
      throw new IOException("the event lacks a part");
    }
    return new AdminActionRow(
        event.id(),
        madeAt(event.id()),
        event.action(),
        event.target(),
        event.status().wireName(),
        null,
        Message.write(ActionAnswer.Outcome.of(event)),
        event.time());
  }

  /** Both parts in one, chosen as the table chooses. */
  AdminActionRow and(AdminActionRow other) {
    AdminActionRow better = other.isBetterThan(this) ? other : this;
    return new AdminActionRow(
        id,
        createdAt,
        action,
        target,
        better.status,
        request == null ? other.request : request,
        better.outcome,
        better.toldAt);
  }

  /** An end beats what runs; of two that are alike the first counts. */
  private boolean isBetterThan(AdminActionRow other) {
    return rank() != other.rank()
        ? rank() > other.rank()
        : toldAt != null && other.toldAt != null && toldAt.isBefore(other.toldAt);
  }

  private int rank() {
    return outcome == null ? 0 : AdminEvent.Status.RUNNING.wireName().equals(status) ? 1 : 2;
  }

  private static Instant madeAt(UUID id) throws IOException {
    if (id.version() != TIME_ORDERED) {
      throw new IOException("an action's id is a UUIDv7");
    }
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /** The column's value in the better outcome of the two, chosen by the same rule. */
  private static String better(String column) {
    return " %1$s = case when (%2$s, view.told_at) > (%3$s, excluded.told_at)"
            .formatted(column, rank("excluded"), rank("view"))
        + " then excluded.%1$s else view.%1$s end".formatted(column);
  }

  private static String rank(String row) {
    return "case when %1$s.outcome is null then 0 when %1$s.status = 'running' then 1 else 2 end"
        .formatted(row);
  }
}
