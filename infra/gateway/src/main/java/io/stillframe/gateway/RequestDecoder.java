package io.stillframe.gateway;

import java.util.function.BiConsumer;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpUtils;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes few requests at a time from each caller, of so many header fields. Vert.x bounds neither:
 * of the shortest fields eight thousand fit into 16 KiB, which cost 700 KiB until the head is
 * whole, and it keeps every request that comes before the one before it is answered, so that a few
 * callers could have all the memory of a gateway.
 */
final class RequestDecoder extends HttpRequestDecoder {
  /** As other servers: Apache and Tomcat take as many. */
  static final int FIELDS = 100;

  /**
   * How many requests may wait for the one before them: an answer's last byte leaves before it is
   * known here to be the last, and the next request may be as quick.
   */
  private static final int AHEAD = 1;

  /** Vert.x's own names. */
  private static final String DECODER = "httpDecoder";

  private static final String ENCODER = "httpEncoder";

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

  private final Answers answers = new Answers();
  private long asked;

  private RequestDecoder() {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(GatewayOptions.ADDRESS_BYTES)
            .setMaxHeaderSize(GatewayOptions.HEADER_BYTES)
            .setTrailersFactory(FEW));
  }

  /** Of a connection that has read nothing yet. */
  static void readFor(HttpConnection connection) {
    ChannelPipeline pipeline = Pipelines.of(connection);
    RequestDecoder decoder = new RequestDecoder();
    pipeline.replace(DECODER, DECODER, decoder);
    pipeline.addAfter(ENCODER, "answers", decoder.answers);
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    if (asked - answers.sent() > AHEAD) {
      throw new IllegalArgumentException("more requests ahead of their answers than are taken");
    }
    asked++;
    return new DefaultHttpRequest(
        HttpVersion.valueOf(initialLine[2]),
        HttpMethod.valueOf(initialLine[0]),
        initialLine[1],
        FEW.newHeaders());
  }

  /** Counts what is added to one head, or to the fields after one body. */
  private static final class Count implements BiConsumer<CharSequence, CharSequence> {
    private int fields;

    @Override
    public void accept(CharSequence name, CharSequence value) {
      fields++;
      if (fields > FIELDS) {
        throw new TooLongHttpHeaderException("more than " + FIELDS + " header fields");
      }
      HttpUtils.validateHeader(name, value);
    }
  }

  /** Sees answers leave: those that nobody reads would be kept too. */
  private static final class Answers extends ChannelOutboundHandlerAdapter {
    private long given;
    private @Nullable ChannelFuture last;
    private @Nullable ChannelFuture lastButOne;

    /** How many have left. They leave in their order, and more than two never wait. */
    long sent() {
      if (isSent(last)) {
        return given;
      }
      return given - (isSent(lastButOne) ? 1 : 2);
    }

    /** By the future itself: its listeners may be told later than the next request comes. */
    private static boolean isSent(@Nullable ChannelFuture answer) {
      return answer == null || answer.isDone();
    }

    @Override
    public void write(ChannelHandlerContext context, Object part, ChannelPromise promise) {
      ChannelFuture sent = context.write(part, promise.unvoid());
      if (part instanceof LastHttpContent && !isInterim(part)) {
        given++;
        lastButOne = last;
        last = sent;
      }
    }

    /** That a body is welcome is no answer. */
    private static boolean isInterim(Object part) {
      return part instanceof HttpResponse answer
          && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
  }
}
