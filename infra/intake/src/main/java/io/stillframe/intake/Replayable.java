package io.stillframe.intake;

import java.util.List;

/** Where a service's dead letters are taken once more. */
public interface Replayable {
  /**
   * How single records are taken again, one taker for each topic. What one applies joins the
   * transaction that the caller began, if there is one; one that fails with a {@link
   * RefusedException} tells why it is not taken.
   */
  List<Taker<?>> takersOfReplays();
}
