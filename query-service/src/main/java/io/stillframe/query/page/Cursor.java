package io.stillframe.query.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.ContractJson;
import io.stillframe.contract.Message;
import io.stillframe.contract.ProblemType;

/**
 * Where a page begins: behind the row with this sort value and this tie-breaker. On the wire it is
 * opaque and bound to its query, since elsewhere it would silently leave rows out.
 *
 * @param value what the list is sorted by
 * @param key what tells rows of one value apart
 */
record Cursor(String value, String key) {
  /** Enough to tell queries apart; a cursor opens nothing that its query would not show anyway. */
  private static final int QUERY_BYTES = 12;

  String write(String query) {
    byte[] position = Message.write(this).getBytes(StandardCharsets.UTF_8);
    byte[] bytes = Arrays.copyOf(digest(query), QUERY_BYTES + position.length);
    System.arraycopy(position, 0, bytes, QUERY_BYTES, position.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Reads a cursor of {@code query}.
   *
   * @throws ProblemException 400 invalid-cursor if it is none, or another query's
   */
  static Cursor read(String text, String query) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length > QUERY_BYTES
          && Arrays.equals(bytes, 0, QUERY_BYTES, digest(query), 0, QUERY_BYTES)) {
        return checked(
            ContractJson.MAPPER.readValue(
                bytes, QUERY_BYTES, bytes.length - QUERY_BYTES, Cursor.class));
      }
    } catch (IllegalArgumentException | IOException e) {
      // The same answer as for another query's cursor.
    }
    throw invalid();
  }

  /** The problem of a cursor that is none of ours. */
  static ProblemException invalid() {
    return new ProblemException(
        ProblemType.INVALID_CURSOR.at(
            "cursor", "take nextCursor as it was, with the same filters and sort"));
  }

  private static Cursor checked(@Nullable Cursor read) {
    if (read == null || !isText(read.value()) || !isText(read.key())) {
      throw invalid();
    }
    return read;
  }

  private static boolean isText(@Nullable String text) {
    return text != null && text.indexOf('\0') < 0;
  }

  private static byte[] digest(String query) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8));
      return Arrays.copyOf(digest, QUERY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
