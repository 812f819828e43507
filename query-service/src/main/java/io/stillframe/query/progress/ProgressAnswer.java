package io.stillframe.query.progress;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;

import io.smallrye.mutiny.Uni;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.PathId;
import io.stillframe.api.Prefer;
import io.stillframe.contract.ProblemType;
import io.stillframe.query.page.Document;
import io.stillframe.query.reading.Arrival;
import io.stillframe.query.reading.Waiting;

/** Answers with how far a request is: at once, or when it has ended, as the caller prefers. */
@ApplicationScoped
public class ProgressAnswer {
  private static final int RETRY_AFTER_SECONDS = 1;

  private final Waiting waiting;
  private final Arrival arrival;

  ProgressAnswer(Waiting waiting, Arrival arrival) {
    this.waiting = waiting;
    this.arrival = arrival;
  }

  /**
   * The document; while the request runs, with {@code Retry-After}.
   *
   * @param organization on whose behalf it is waited for
   * @param preferences the lines of {@link Prefer#HEADER}
   * @param unknown the problem of an id that is not known
   */
  public Uni<RestResponse<Document>> of(
      String organization,
      UUID id,
      @Nullable List<String> preferences,
      Supplier<Uni<@Nullable Progress>> look,
      ProblemType unknown) {
    Prefer prefer = Prefer.of(preferences);
    return arrival
        .of(organization, id, () -> look.get().map(Optional::ofNullable))
        .<@Nullable Progress>map(seen -> seen.orElse(null))
        .chain(
            seen ->
                seen == null || seen.isEnded() || prefer.waiting().isEmpty()
                    ? Uni.createFrom().item(seen)
                    : waiting.<@Nullable Progress>until(
                        organization,
                        id,
                        prefer.waitOrZero(),
                        look,
                        later -> later == null || later.isEnded()))
        .map(
            seen -> {
              if (seen == null) {
                throw PathId.unknown(unknown);
              }
              return answer(seen, prefer);
            });
  }

  private static RestResponse<Document> answer(Progress seen, Prefer prefer) {
    RestResponse.ResponseBuilder<Document> answer =
        RestResponse.ResponseBuilder.ok(seen.document());
    prefer.applied().ifPresent(applied -> answer.header(Prefer.APPLIED_HEADER, applied));
    if (!seen.isEnded()) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return answer.build();
  }
}
