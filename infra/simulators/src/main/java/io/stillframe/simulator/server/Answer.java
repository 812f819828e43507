package io.stillframe.simulator.server;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a cloud answers.
 *
 * @param headers beside Content-Type and Content-Length
 * @param body written as JSON; no body when absent
 */
public record Answer(int status, Map<String, String> headers, @Nullable Object body) {
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer with a JSON body. */
  public static Answer of(int status, Object body) {
    return new Answer(status, Map.of(), body);
  }

  /** An answer without a body. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), null);
  }

  /** The same with a header. */
  public Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, body);
  }

  /** The same without its body. */
  Answer withoutBody() {
    return new Answer(status, headers, null);
  }
}
