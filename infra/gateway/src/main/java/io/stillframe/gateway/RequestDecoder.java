package io.stillframe.gateway;

import java.util.function.BiConsumer;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpUtils;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Takes so many header lines and no more. Vert.x and Netty bound a head's bytes only, without those
 * that end its lines: of the shortest lines eight thousand fit into 16 KiB, which cost 700 KiB
 * until the head is whole, so that a few hundred callers could have all the memory of a gateway.
 */
final class RequestDecoder extends HttpRequestDecoder {
  /** As other servers: Apache and Tomcat take as many. */
  static final int LINES = 100;

  /** Vert.x's own name of what this stands in for. */
  private static final String NAME = "httpDecoder";

  private static final HttpHeadersFactory FEW =
      new HttpHeadersFactory() {
        @Override
        public HttpHeaders newHeaders() {
          return new HeadersMultiMap(new Count());
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
          return newHeaders();
        }
      };

  private RequestDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(GatewayOptions.ADDRESS_BYTES)
            .setMaxHeaderSize(GatewayOptions.HEADER_BYTES)
            .setTrailersFactory(FEW));
  }

  /** Of a connection that has read nothing yet. */
  static void readFor(HttpConnection connection) {
    ChannelPipeline pipeline = ((ConnectionBase) connection).channelHandlerContext().pipeline();
    pipeline.replace(NAME, NAME, new RequestDecoder());
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    return new DefaultHttpRequest(
        HttpVersion.valueOf(initialLine[2]),
        HttpMethod.valueOf(initialLine[0]),
        initialLine[1],
        FEW.newHeaders());
  }

  /** Counts what is added to one head, or to the lines after one body. */
  private static final class Count implements BiConsumer<CharSequence, CharSequence> {
    private int lines;

    @Override
    public void accept(CharSequence name, CharSequence value) {
      lines++;
      if (lines > LINES) {
        throw new TooLongHttpHeaderException("more than " + LINES + " header lines");
      }
      HttpUtils.validateHeader(name, value);
    }
  }
}
