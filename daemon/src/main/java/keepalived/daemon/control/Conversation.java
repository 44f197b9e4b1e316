package keepalived.daemon.control;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One request and its answer; then the connection ends. Nothing that a client does, and nothing
/// that it leaves undone, holds the connection for longer than the two limits together.
final class Conversation extends SimpleChannelInboundHandler<HttpObject> {

  /// From the connection to the end of the request.
  private static final Duration ASKING = Duration.ofSeconds(5);

  /// From the request to the last byte of the answer.
  private static final Duration ANSWERING = Duration.ofSeconds(30);

  /// The most of a body that is read.
  private static final int BODY = 64 << 10;

  /// Bytes of an answer that lie in the socket at one time.
  private static final int SLICE = 64 << 10;

  /// Answers a request, on the loop of the connection, now or later.
  interface Respondent {
    void answer(Request request, Consumer<Answer> answered);
  }

  private final Respondent respondent;
  private final Connections connections;
  private Optional<HttpRequest> request = Optional.empty();
  private boolean answered;
  private long read;
  private int sending;

  Conversation(Respondent respondent, Connections connections) {
    this.respondent = respondent;
    this.connections = connections;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    var late = Answer.problem(408, "Request timeout", "no whole request within 5 seconds");
    within(context, ASKING, () -> answer(context, late));
  }

  private static void within(ChannelHandlerContext context, Duration limit, Runnable task) {
    var timer = context.executor().schedule(task, limit.toNanos(), TimeUnit.NANOSECONDS);
    context.channel().closeFuture().addListener(_ -> timer.cancel(false));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
    if (answered) {
      return;
    }
    if (message.decoderResult().isFailure()) {
      answer(context, refusal(message.decoderResult().cause()));
      return;
    }
    if (message instanceof HttpRequest head) {
      request = Optional.of(head);
    }
    if (message instanceof HttpContent content) {
      read += content.content().readableBytes();
      if (read > BODY) {
        answer(context, Answer.problem(413, "Content too large", "a body has at most 64 KiB"));
      } else if (message instanceof LastHttpContent) {
        ask(context, request.orElseThrow());
      }
    }
  }

  private static Answer refusal(Throwable why) {
    return why instanceof TooLongHttpHeaderException || why instanceof TooLongHttpLineException
        ? Answer.problem(431, "Request header fields too large", "a header has at most 8 KiB")
        : Answer.problem(400, "Bad request", "not a request of HTTP/1.1");
  }

  private void ask(ChannelHandlerContext context, HttpRequest head) {
    if (!head.method().equals(HttpMethod.GET) && !head.method().equals(HttpMethod.HEAD)) {
      String detail = "this socket is for reading: GET and HEAD";
      answer(context, Answer.problem(Answer.NOT_ALLOWED, "Method not allowed", detail));
      return;
    }
    try {
      var target = new QueryStringDecoder(head.uri());
      String accept = head.headers().get(HttpHeaderNames.ACCEPT, "");
      var wanted = new Request(target.path(), target.parameters(), accept);
      respondent.answer(wanted, answer -> answer(context, answer));
    } catch (IllegalArgumentException e) {
      answer(context, Answer.problem(400, "Bad request", "the path cannot be decoded"));
    }
  }

  private void answer(ChannelHandlerContext context, Answer answer) {
    if (answered || !context.channel().isActive()) {
      return;
    }
    answered = true;
    var body = answer.body();
    if (!connections.send(body.length)) {
      var busy = Answer.problem(Answer.UNAVAILABLE, "Busy", "other readers are too slow");
      write(context, busy);
      return;
    }
    sending = body.length;
    write(context, answer);
  }

  private void write(ChannelHandlerContext context, Answer answer) {
    within(context, ANSWERING, () -> context.close());
    var status = HttpResponseStatus.valueOf(answer.status());
    var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status);
    head.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
        .set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY")
        .set("X-Content-Type-Options", "nosniff")
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (answer.status() == Answer.NOT_ALLOWED) {
      head.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
    }
    context.write(head);
    boolean empty = request.map(r -> r.method().equals(HttpMethod.HEAD)).orElse(false);
    slice(context, answer.body(), empty ? answer.body().length : 0);
  }

  private void slice(ChannelHandlerContext context, byte[] body, int from) {
    if (from >= body.length) {
      context
          .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    int length = Math.min(SLICE, body.length - from);
    context
        .writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(body, from, length)))
        .addListener(
            written -> {
              if (written.isSuccess()) {
                slice(context, body, from + length);
              } else {
                context.close();
              }
            });
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connections.sent(sending);
    sending = 0;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // The client is gone, or has sent what no request begins with.
    context.close();
  }
}
