package io.stillframe.worker.provider.scaleway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

import io.stillframe.contract.ProblemType;
import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.ProviderException;

/**
 * A whole list of the cloud, page by page. One that changed while it was read may lack something
 * that moved from one page to another, so it is read again.
 */
final class Pages<T extends Wire.Thing> {
  /** The largest that the cloud gives. */
  static final int SIZE = 100;

  private static final int READINGS = 3;

  private final IntFunction<Uni<Page<T>>> pages;
  private final Map<String, T> seen = new LinkedHashMap<>();
  private @Nullable Integer total;
  private int readings = 1;

  private Pages(IntFunction<Uni<Page<T>>> pages) {
    this.pages = pages;
  }

  /**
   * One page.
   *
   * @param total of all pages; none where the cloud does not tell it
   */
  record Page<T>(List<T> things, @Nullable Integer total) {}

  /**
   * @param pages asks for the page of this number, from 1
   */
  static <T extends Wire.Thing> Uni<List<T>> all(IntFunction<Uni<Page<T>>> pages) {
    return Uni.createFrom().deferred(() -> new Pages<>(pages).from(1));
  }

  private Uni<List<T>> from(int number) {
    return pages.apply(number).chain(page -> take(page, number));
  }

  private Uni<List<T>> take(Page<T> page, int number) {
    if (number == 1) {
      total = page.total();
    }
    int before = seen.size();
    page.things().forEach(thing -> seen.put(thing.id(), thing));
    boolean nothingNew = seen.size() == before;
    if (page.total() == null ? nothingNew : seen.size() == page.total() && isSteady(page)) {
      return Uni.createFrom().item(List.copyOf(seen.values()));
    }
    return nothingNew || !isSteady(page) ? again() : from(number + 1);
  }

  private boolean isSteady(Page<T> page) {
    return page.total() == null ? total == null : page.total().equals(total);
  }

  private Uni<List<T>> again() {
    if (readings++ < READINGS) {
      seen.clear();
      return from(1);
    }
    return Uni.createFrom()
        .failure(
            new ProviderException(
                ErrorClass.RETRYABLE,
                ProblemType.PROVIDER_UNAVAILABLE.because(
                    "the cloud's list changed each time that it was read")));
  }
}
