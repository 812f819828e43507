package io.stillframe.query.provider;

import java.util.List;

import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.ProblemType;
import io.stillframe.rows.Rows;

/** The environments that there are. */
@Singleton
public class Places {
  private static final String ALL = "select document from provider_view order by key";

  /** Every environment, by provider and name. In the caller's session. */
  public Uni<List<ProviderAnswer>> all() {
    return Rows.select(ALL, ProviderAnswer.class, java.util.Map.of());
  }

  /**
   * The place, if there is such a provider and environment. In the caller's session.
   *
   * @throws ProblemException 404 if there is not
   */
  public Uni<Place> require(Place place) {
    return all()
        .invoke(
            known -> {
              List<ProviderAnswer> here =
                  known.stream().filter(each -> each.provider().equals(place.provider())).toList();
              if (here.isEmpty()) {
                throw new ProblemException(
                    ProblemType.PROVIDER_NOT_FOUND.because(
                        "there is no service " + place.provider()));
              }
              if (here.stream().noneMatch(each -> each.environment().equals(place.environment()))) {
                throw new ProblemException(
                    ProblemType.ENVIRONMENT_NOT_FOUND.because(
                        "%s has no environment %s"
                            .formatted(place.provider(), place.environment())));
              }
            })
        .replaceWith(place);
  }
}
