package io.stillframe.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;

/** What a service tells Prometheus. */
public record Scrape(String text) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /**
   * Asks the service itself.
   *
   * @param address host and port
   */
  public static Scrape of(String address) {
    URI metrics = URI.create("http://" + address + "/q/metrics");
    try {
      return new Scrape(
          HTTP.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The sum of the series of that name, 0 if there is none. */
  public double sum(String name) {
    return values(name).sum();
  }

  /** The largest value of the series of that name, if there is one. */
  public OptionalDouble value(String name) {
    return values(name).max();
  }

  private DoubleStream values(String name) {
    return Arrays.stream(text.split("\n"))
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
  }

  /** The names of all series, as rules and dashboards say them. */
  Set<String> series() {
    Set<String> names = new TreeSet<>();
    Arrays.stream(text.split("\n"))
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line.split("[{ ]", 2)[0])
        .forEach(names::add);
    return names;
  }
}
