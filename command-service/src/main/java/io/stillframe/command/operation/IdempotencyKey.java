package io.stillframe.command.operation;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import org.jspecify.annotations.Nullable;

import io.stillframe.api.ProblemException;
import io.stillframe.contract.ContractJson;
import io.stillframe.contract.ProblemType;

/**
 * A caller's name for a request, and what the request is: the same name for another request is a
 * mistake.
 *
 * @param owner whose keys it is one of: the caller's organization, whichever it asks for
 * @param fingerprint SHA-256 of method, path and canonical body
 */
public record IdempotencyKey(String owner, String key, String fingerprint) {
  /** The header that carries it. */
  public static final String HEADER = "Idempotency-Key";

  private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1,255}");

  /**
   * @param body anything that Jackson writes; the order of members does not matter
   * @throws ProblemException 400 if the key is not 1 to 255 visible ASCII characters
   */
  public static Optional<IdempotencyKey> of(
      String owner, @Nullable String key, String method, String path, @Nullable Object body) {
    if (key == null) {
      return Optional.empty();
    }
    if (!ALLOWED.matcher(key).matches()) {
      throw new ProblemException(
          ProblemType.INVALID_PARAMETER.at(
              HEADER, HEADER + " must be 1 to 255 visible ASCII characters without spaces"));
    }
    return Optional.of(
        new IdempotencyKey(owner, key, fingerprint(method + " " + path + " " + canonical(body))));
  }

  private static String canonical(@Nullable Object body) {
    try {
      Object plain = ContractJson.MAPPER.convertValue(body, Object.class);
      return ContractJson.MAPPER
          .writer(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fingerprint(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every Java platform has it.
    }
  }
}
