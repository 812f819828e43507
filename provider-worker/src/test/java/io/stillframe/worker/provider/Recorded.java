package io.stillframe.worker.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The example bodies of the two clouds' documents, letter by letter. */
public final class Recorded {
  /** What HTTP itself needs, and no document mentions. */
  private static final Set<String> TRANSPORT =
      Set.of("host", "accept", "user-agent", "content-length", "connection", "transfer-encoding");

  private Recorded() {}

  /**
   * @param name below {@code recorded/}
   */
  public static String body(String name) {
    try (InputStream body = Recorded.class.getResourceAsStream("/recorded/" + name)) {
      return new String(Objects.requireNonNull(body).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The headers that the driver has set, in lower case. */
  public static Set<String> headersOf(RecordedCloud.Request request) {
    return request.headers().keySet().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(name -> !TRANSPORT.contains(name))
        .collect(Collectors.toSet());
  }
}
