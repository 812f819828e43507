package io.stillframe.intake;

import java.sql.SQLException;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.pgclient.PgException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a message that can never be applied from trouble that passes. What is not known to be the
 * message's own fault counts as trouble that passes: a stopped database must not cost a single good
 * record.
 */
public final class Poison {
  /** The message broke our code. */
  private static final Set<Class<? extends Throwable>> OWN_FAULTS =
      Set.of(
          InapplicableException.class,
          UndecodableException.class,
          IllegalArgumentException.class,
          NullPointerException.class,
          ClassCastException.class,
          ArithmeticException.class,
          IndexOutOfBoundsException.class);

  private static final Set<String> DATA_ERRORS = Set.of("22", "23", "54");

  private Poison() {}

  /** Whether the same message would fail so for ever. */
  public static boolean isPoison(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PgException database) {
        return isDataError(database.getSqlState());
      }
      // Hibernate Reactive hands on what the driver said in this form only.
      if (cause instanceof SQLException database && database.getSQLState() != null) {
        return isDataError(database.getSQLState());
      }
      Throwable each = cause;
      if (each instanceof JsonProcessingException
          || OWN_FAULTS.stream().anyMatch(type -> type.isInstance(each))) {
        return true;
      }
    }
    return false;
  }

  /**
   * SQLSTATE classes 22 (data exception), 23 (integrity constraint violation) and 54 (a limit of
   * the program, as of what an index takes), but not a lost race of two.
   */
  private static boolean isDataError(@Nullable String sqlState) {
    return sqlState != null
        && DATA_ERRORS.contains(sqlState.substring(0, Math.min(2, sqlState.length())));
  }
}
