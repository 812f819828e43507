package io.stillframe.api;

import java.util.UUID;
import java.util.regex.Pattern;

import io.stillframe.contract.ProblemType;

/** An id in a path. */
public final class PathId {
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private PathId() {}

  /**
   * Reads the id. Text that is no UUID can be nobody's id, so it answers as an unknown id does.
   *
   * @param unknown the problem of an unknown id
   * @throws ProblemException if it is not a UUID in its canonical form
   */
  public static UUID parse(String text, ProblemType unknown) {
    if (!isId(text)) {
      throw unknown(unknown);
    }
    return UUID.fromString(text);
  }

  /** The answer for an id that does not exist, or not for this caller. */
  public static ProblemException unknown(ProblemType unknown) {
    return new ProblemException(
        unknown.because("no such id, or it belongs to another organization"));
  }

  static boolean isId(String text) {
    return UUID_TEXT.matcher(text).matches();
  }
}
