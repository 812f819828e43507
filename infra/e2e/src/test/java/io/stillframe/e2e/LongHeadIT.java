package io.stillframe.e2e;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.stillframe.local.Service;

import static io.stillframe.e2e.TestVolume.MIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Addresses and headers that are longer than any that means something: refused before anybody reads
 * them, so with a status and no problem.
 */
@SharedStack
class LongHeadIT {
  private static final int ADDRESS = 9_000;
  private static final int HEADER = 20 << 10;

  /** More than one packet of the network. */
  private static final int ENORMOUS = 70_000;

  private static final int ENDED = 0;

  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  private final Stack stack;
  private final TestVolume volume;

  LongHeadIT(Stack stack) {
    this.stack = stack;
    this.volume = stack.randomVolume(MIB / 4);
  }

  enum Entrance {
    GATEWAY,
    SERVICE
  }

  /**
   * @param headers names and values, in turn
   */
  private record Head(String address, String... headers) {
    static Head parameter(int length) {
      return new Head("/v1/snapshots?name=" + "n".repeat(length));
    }

    static Head path(int length) {
      return new Head("/v1/snapshots/" + "p".repeat(length));
    }

    static Head header(int length) {
      return new Head("/v1/snapshots", "X-Long", "h".repeat(length));
    }

    static Head headers(int count, int length) {
      return new Head(
          "/v1/snapshots",
          IntStream.range(0, count)
              .boxed()
              .flatMap(each -> Stream.of("X-Some-" + each, "h".repeat(length)))
              .toArray(String[]::new));
    }

    @Override
    public String toString() {
      return "%s… and %d headers".formatted(address.substring(0, 14), headers.length / 2);
    }
  }

  static Stream<Arguments> heads() {
    return Stream.of(Entrance.values())
        .flatMap(
            entrance ->
                Stream.of("GET", "POST")
                    .flatMap(
                        method ->
                            Stream.of(
                                arguments(entrance, method, 414, Head.parameter(ADDRESS)),
                                arguments(entrance, method, 414, Head.parameter(ENORMOUS)),
                                arguments(entrance, method, 414, Head.path(ADDRESS)),
                                arguments(entrance, method, 431, Head.header(HEADER)),
                                arguments(entrance, method, 431, Head.header(ENORMOUS)),
                                arguments(entrance, method, 431, Head.headers(25, 1000)),
                                arguments(entrance, method, 431, Head.headers(130, 1)))));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void aHeadThatIsTooLongIsRefused(Entrance entrance, String method, int status, Head head) {
    // Given
    Api api = through(entrance, method);
    long asked = System.nanoTime();
    // When
    int answered = status(api, method, head);
    // Then
    // A service closes its connection at once, and may reset it before the answer is read.
    assertThat(answered)
        .isIn(entrance == Entrance.GATEWAY ? List.of(status) : List.of(status, ENDED));
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(AT_ONCE);
    if (entrance == Entrance.GATEWAY) {
      // Which keeps connections that callers share.
      assertAnswers(api, method);
    } else {
      // A service closes the connection, and a client may have kept it.
      Awaitility.await()
          .ignoreException(UncheckedIOException.class)
          .untilAsserted(() -> assertAnswers(api, method));
    }
  }

  /** What was answered, or that the connection ended before. */
  private static int status(Api api, String method, Head head) {
    try {
      return api.send(method, head.address(), BodyPublishers.ofString("{}"), head.headers())
          .status();
    } catch (UncheckedIOException e) {
      return ENDED;
    }
  }

  private void assertAnswers(Api api, String method) {
    if (method.equals("GET")) {
      assertThat(api.get("/v1/snapshots").status()).isEqualTo(200);
    } else {
      assertThat(api.create(volume).status()).isEqualTo(202);
    }
  }

  private Api through(Entrance entrance, String method) {
    Service service = method.equals("GET") ? Service.QUERY : Service.COMMAND;
    return entrance == Entrance.GATEWAY
        ? stack.operator()
        : new Api("http://" + stack.running().address(service), "local-operator");
  }
}
