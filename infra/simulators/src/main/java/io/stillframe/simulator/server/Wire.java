package io.stillframe.simulator.server;

import java.util.UUID;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** How an answer, or the lack of one, goes out. */
final class Wire {
  private Wire() {}

  static void send(HttpServerRequest request, Answer answer) {
    end(request, answer, content(answer));
  }

  /** Sends the first half of the body as if it were all of it. */
  static void sendHalf(HttpServerRequest request, Answer answer) {
    Buffer content = content(answer);
    end(request, answer, content.slice(0, content.length() / 2));
  }

  /**
   * Ends the connection with RST instead of FIN, as a peer does that has died. Vert.x has no way to
   * say so, hence its channel.
   */
  static void reset(HttpServerRequest request) {
    Channel channel = ((ConnectionBase) request.connection()).channel();
    channel.config().setOption(ChannelOption.SO_LINGER, 0);
    var unused = channel.close();
  }

  private static void end(HttpServerRequest request, Answer answer, Buffer content) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    response.putHeader("X-Request-Id", UUID.randomUUID().toString());
    if (answer.body() != null) {
      // Without a charset: a client of Scaleway refuses the body otherwise.
      response.putHeader("Content-Type", "application/json");
    }
    if (answer.status() != 204) {
      response.putHeader("Content-Length", Integer.toString(content.length()));
    }
    boolean silent = request.method().equals(HttpMethod.HEAD) || content.length() == 0;
    // A client that is gone by now is the client's affair.
    var unused = silent ? response.end() : response.end(content);
  }

  private static Buffer content(Answer answer) {
    Object body = answer.body();
    return body == null ? Buffer.buffer() : Buffer.buffer(Json.write(body));
  }
}
