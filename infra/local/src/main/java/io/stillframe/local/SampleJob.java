package io.stillframe.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The main job on a sample volume, some times over: what users do most. */
final class SampleJob implements AutoCloseable {
  private static final int UNAVAILABLE = 503;
  private static final int TRIES = 30;
  private static final Pattern SNAPSHOT = Pattern.compile("\"snapshotId\":\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  private SampleJob(String url) {
    this.url = url;
  }

  /**
   * Does it.
   *
   * @throws IllegalStateException when a call is not answered as it should be
   */
  static void run(LocalStack stack, int rounds) {
    try (SampleJob job = new SampleJob(stack.url())) {
      for (int i = 0; i < rounds; i++) {
        job.round(i);
      }
    }
  }

  private void round(int number) {
    String body =
        "{\"provider\":\"compute-on\",\"environment\":\"test_area\",\"volumeId\":\"%s\",\"name\":\"%d\"}"
            .formatted(SampleVolumes.ALL.getFirst().id(), number);
    String snapshot = "/v1/snapshots/" + snapshotOf(call("POST", "/v1/snapshots", body));
    call("GET", snapshot, "");
    call("GET", snapshot + "/timeline", "");
    call("GET", "/v1/snapshots?limit=50", "");
    call("PATCH", snapshot, "{\"labels\":{\"round\":\"%d\"}}".formatted(number));
    call("GET", "/v1/volumes", "");
    call("DELETE", snapshot, "");
  }

  private static String snapshotOf(String answer) {
    Matcher found = SNAPSHOT.matcher(answer);
    if (!found.find()) {
      throw new IllegalStateException("no snapshot in " + answer);
    }
    return found.group(1);
  }

  private String call(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Authorization", "Bearer local-operator")
            .header("Prefer", "wait=20")
            .method(method, BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header(
          "Content-Type",
          method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
    }
    try {
      HttpResponse<String> answer = send(request.build());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException("%s %s: %s".formatted(method, path, answer.body()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What is too busy just now is asked again, as it says. */
  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    for (int tries = 1; answer.statusCode() == UNAVAILABLE && tries < TRIES; tries++) {
      TimeUnit.SECONDS.sleep(answer.headers().firstValueAsLong("Retry-After").orElse(1));
      answer = http.send(request, BodyHandlers.ofString());
    }
    return answer;
  }

  @Override
  public void close() {
    http.close();
  }
}
