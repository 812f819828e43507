package io.stillframe.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** TCP ports of the loopback interface. */
public final class Ports {
  /** Below the ports that operating systems hand to outgoing connections. */
  private static final int LOWEST = 10_000;

  private static final int COUNT = 21_000;

  /** How many a process is likely to need; processes beside each other begin this far apart. */
  private static final int SPAN = 70;

  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() % (COUNT / SPAN)) * SPAN);

  private Ports() {}

  /** A port that was free a moment ago. */
  static int free() {
    return free(1).getFirst();
  }

  /**
   * Ports that were free a moment ago, none of them handed out before. They lie where no outgoing
   * connection takes one before we listen.
   */
  public static List<Integer> free(int count) {
    return IntStream.generate(() -> LOWEST + NEXT.getAndIncrement() % COUNT)
        .filter(port -> !isTaken(port))
        .limit(count)
        .boxed()
        .toList();
  }

  /** Whether something listens on the port already, here or on all interfaces. */
  static boolean isTaken(int port) {
    if (answers(port)) {
      return true;
    }
    try (ServerSocket socket = listen(port)) {
      return socket.isClosed();
    } catch (IOException e) {
      return true;
    }
  }

  /** Some systems would let us listen beside one who listens on all interfaces. */
  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
  }
}
