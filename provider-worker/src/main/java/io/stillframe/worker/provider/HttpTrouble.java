package io.stillframe.worker.provider;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;

import io.stillframe.contract.Problem;
import io.stillframe.contract.ProblemType;

/** What may be done after an HTTP call to a cloud that did not go well. */
public final class HttpTrouble {
  private HttpTrouble() {}

  /**
   * A call without an answer. It may have been carried out, unless there was no connection.
   *
   * @param makes whether carrying it out twice would make two of something
   */
  public static ProviderException withoutAnswer(Throwable failure, boolean makes) {
    if (failure instanceof ProviderException known) {
      return known;
    }
    boolean sent = !isBeforeSending(failure);
    return ProviderException.unanswered(
        makes && sent ? ErrorClass.UNCERTAIN : ErrorClass.RETRYABLE,
        ProblemType.PROVIDER_UNAVAILABLE.because(
            sent ? "the cloud did not answer" : "the cloud cannot be reached"));
  }

  /** An answer that cannot be understood, though it says that the call went well. */
  public static ProviderException unreadable(boolean makes) {
    return new ProviderException(
        makes ? ErrorClass.UNCERTAIN : ErrorClass.RETRYABLE,
        ProblemType.PROVIDER_UNAVAILABLE.because("the cloud's answer could not be read"));
  }

  /**
   * An answer that says that the call did not go well.
   *
   * @param words the cloud's own explanation, code and request id
   * @param retryAfter the header's value, seconds or a date (RFC 9110, 10.2.3)
   */
  public static ProviderException refused(
      int status, Words words, @Nullable String retryAfter, boolean makes) {
    if (status == 429) {
      return new ProviderException(
          ErrorClass.THROTTLED,
          words.as(ProblemType.PROVIDER_UNAVAILABLE, "the cloud asks us to slow down"),
          pause(retryAfter));
    }
    if (status == 401 || status == 403) {
      // Whoever runs us can mend it, and nothing was done.
      return new ProviderException(
          ErrorClass.RETRYABLE,
          words.as(ProblemType.PROVIDER_UNAVAILABLE, "the cloud does not accept our key"));
    }
    if (status >= 500 || status == 408) {
      return new ProviderException(
          makes ? ErrorClass.UNCERTAIN : ErrorClass.RETRYABLE,
          words.as(ProblemType.PROVIDER_UNAVAILABLE, "the cloud failed"),
          pause(retryAfter));
    }
    return new ProviderException(
        ErrorClass.REJECTED, words.as(ProblemType.PROVIDER_REFUSED, "the cloud refused"));
  }

  /** What a refusal amounts to for the caller, with the cloud's own code and request id. */
  public static ProviderException explained(
      ErrorClass errorClass, ProviderException refusal, ProblemType type, String what) {
    Problem problem = refusal.problem();
    return new ProviderException(
        errorClass,
        new Words(null, problem.providerCode(), problem.providerRequestId()).as(type, what));
  }

  /** What a cloud says of a failure. */
  public record Words(@Nullable String message, @Nullable String code, @Nullable String requestId) {
    /** What a cloud may say at most; the rest helps nobody. */
    private static final int LONGEST = 500;

    /**
     * @param secret which is kept out of the words, even if the cloud should repeat it
     */
    public static Words without(
        String secret,
        @Nullable String message,
        @Nullable String code,
        @Nullable String requestId) {
      return new Words(cleaned(message, secret), cleaned(code, secret), cleaned(requestId, secret));
    }

    private static @Nullable String cleaned(@Nullable String text, String secret) {
      if (text == null) {
        return null;
      }
      String masked = ProviderJson.keepable(text.replace(secret, "…"));
      return masked.substring(0, Math.min(masked.length(), LONGEST));
    }

    public Problem as(ProblemType type, String what) {
      Problem problem = type.because(message == null ? what : what + ": " + message);
      return new Problem(
          problem.type(),
          problem.title(),
          problem.status(),
          problem.detail(),
          null,
          code,
          requestId);
    }
  }

  private static @Nullable Duration pause(@Nullable String retryAfter) {
    if (retryAfter == null) {
      return null;
    }
    if (retryAfter.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(retryAfter));
    }
    try {
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(retryAfter));
      Duration left = Duration.between(Instant.now(), until);
      return left.isNegative() ? null : left;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean isBeforeSending(@Nullable Throwable failure) {
    return switch (failure) {
      case ConnectException e -> true;
      case UnknownHostException e -> true;
      case SSLHandshakeException e -> true;
      case null -> false;
      default -> isBeforeSending(failure.getCause());
    };
  }
}
