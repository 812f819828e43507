package io.stillframe.gateway;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** What is below Vert.x' own connections, which it shows nobody. */
final class Pipelines {
  private Pipelines() {}

  static ChannelPipeline of(HttpConnection connection) {
    return ((ConnectionBase) connection).channelHandlerContext().pipeline();
  }
}
