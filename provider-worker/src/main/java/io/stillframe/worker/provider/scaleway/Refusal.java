package io.stillframe.worker.provider.scaleway;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

import io.stillframe.worker.provider.ErrorClass;
import io.stillframe.worker.provider.HttpTrouble;
import io.stillframe.worker.provider.ProviderException;
import io.stillframe.worker.provider.ProviderJson;

/** An answer that says no, in the words of either generation. */
record Refusal(int status, HttpTrouble.Words words, @Nullable String retryAfter) {
  private static final Set<String> FORBIDDEN =
      Set.of("authorization_required", "permissions_denied");

  /**
   * @param token which is kept out of the words, even if the cloud should repeat it
   */
  static Refusal of(RestResponse<String> answer, @Nullable String body, String token) {
    Wire.Error error = read(body);
    String message = error == null ? null : message(error);
    return new Refusal(
        answer.getStatus(),
        HttpTrouble.Words.without(
            token,
            message,
            error == null ? null : error.type(),
            answer.getHeaderString("X-Request-Id")),
        answer.getHeaderString("Retry-After"));
  }

  /** Whether the cloud said no, and will say so again. */
  static boolean isFinal(Throwable failure) {
    return failure instanceof ProviderException known && known.errorClass() == ErrorClass.REJECTED;
  }

  /** Whether the cloud said no because of a state that will pass. */
  static boolean isTransient(ProviderException refusal) {
    return "transient_state".equals(refusal.problem().providerCode());
  }

  /** Like {@link #isTransient}; the legacy API has another word, which can mean more. */
  static boolean isBusy(ProviderException refusal) {
    return isTransient(refusal) || "conflict".equals(refusal.problem().providerCode());
  }

  /** Whether the key may not do this. */
  static boolean isForbidden(Throwable failure) {
    return failure instanceof ProviderException known
        && FORBIDDEN.contains(String.valueOf(known.problem().providerCode()));
  }

  /** The same refusal of something that we must be able to do. */
  static ProviderException broken(ProviderException refusal) {
    return new ProviderException(ErrorClass.BROKEN, refusal.problem());
  }

  /** Whether the cloud itself says that there is no such thing; a gateway's 404 says nothing. */
  boolean isAbsence() {
    return status == 404 && words.code() != null;
  }

  /**
   * @param makes whether the call would make something
   */
  ProviderException toException(boolean makes) {
    if (status < 400 || status == 404 && !isAbsence()) {
      return HttpTrouble.unreadable(makes);
    }
    // A quota is told with the status of a key that may not do this, and is no matter of the key.
    boolean quota = words.code() != null && words.code().startsWith("quota");
    return HttpTrouble.refused(quota ? 400 : status, words, retryAfter, makes);
  }

  private static Wire.@Nullable Error read(@Nullable String body) {
    try {
      return body == null || body.isBlank()
          ? null
          : ProviderJson.MAPPER.readValue(body, Wire.Error.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** The message with what it is about, which the cloud tells beside it. */
  private static @Nullable String message(Wire.Error error) {
    List<String> parts = new ArrayList<>();
    if (error.fields() != null) {
      error
          .fields()
          .properties()
          .forEach(field -> parts.add(field.getKey() + ": " + reasons(field.getValue())));
    }
    if (error.details() != null) {
      error.details().forEach(detail -> parts.add(detail(detail)));
    }
    if (error.helpMessage() != null) {
      parts.add(error.helpMessage());
    }
    String message = error.message() == null ? "" : error.message();
    String whole = parts.isEmpty() ? message : message + " (" + String.join("; ", parts) + ")";
    return whole.isBlank() ? null : whole;
  }

  private static String reasons(JsonNode reasons) {
    return reasons.isArray()
        ? String.join(", ", reasons.valueStream().map(JsonNode::asText).toList())
        : reasons.asText();
  }

  private static String detail(JsonNode detail) {
    return detail.has("argument_name")
        ? detail.path("argument_name").asText() + ": " + detail.path("help_message").asText()
        : detail.toString();
  }
}
