package keepalived.healthcheck.probe;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import keepalived.core.config.Check;
import keepalived.core.config.LvsConfig.TlsClient;
import keepalived.core.net.TlsAlgorithms;

/// Makes the TLS side of SSL_GET. As in keepalived, certificates of servers are not verified: a
/// check tests whether a server serves. A client certificate is presented where one is configured.
/// The cryptography of handshakes runs off the loop.
public final class TlsClients {

  static {
    TlsAlgorithms.permit();
  }

  private static final Executor OFF_LOOP = Workers.named("tls", 0);

  private final SslContext context;

  private TlsClients(SslContext context) {
    this.context = context;
  }

  /// Without a client certificate.
  public static TlsClients anonymous() {
    try {
      return new TlsClients(builder().build());
    } catch (SSLException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  /// With the certificate and key of the `SSL` block. Reads files, so it must not run on a loop.
  ///
  /// @throws IOException when a file cannot be read, or contains no usable key
  public static TlsClients of(TlsClient client) throws IOException {
    var key = client.key().or(client::certificate);
    var certificate = client.certificate().or(client::key);
    var builder = builder();
    if (key.isPresent() && certificate.isPresent()) {
      try (var chain = new ByteArrayInputStream(PemKeys.file(Path.of(certificate.get())));
          var secret = new ByteArrayInputStream(PemKeys.pkcs8(Path.of(key.get())))) {
        builder.keyManager(chain, secret, client.password().orElse(null));
      } catch (IllegalArgumentException e) {
        throw new IOException("SSL certificate or key not usable: " + e.getMessage(), e);
      }
    }
    return new TlsClients(builder.build());
  }

  private static SslContextBuilder builder() {
    return SslContextBuilder.forClient()
        .ciphers(suites())
        .sslProvider(SslProvider.JDK)
        .trustManager(InsecureTrustManagerFactory.INSTANCE)
        .endpointIdentificationAlgorithm(null);
  }

  /// Runs the cryptography of a handshake off the loop. Later tasks (session tickets) are small and
  /// run at once: a reset must not overtake the data behind them.
  private static final class Tasks implements Executor {

    private Future<?> handshake;

    @Override
    public void execute(Runnable task) {
      if (handshake.isDone()) {
        task.run();
      } else {
        OFF_LOOP.execute(task);
      }
    }
  }

  /// All cipher suites of this Java, not only those that Netty recommends.
  private static List<String> suites() {
    try {
      return List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  public SslHandler handler(Check.Tls settings, Check.Url url) {
    var tasks = new Tasks();
    var handler = context.newHandler(ByteBufAllocator.DEFAULT, tasks);
    tasks.handshake = handler.handshakeFuture();
    settings
        .nameFor(url)
        .map(TlsClients::withoutFinalDots)
        .filter(name -> !name.isEmpty())
        .ifPresent(
            name -> {
              var parameters = handler.engine().getSSLParameters();
              parameters.setServerNames(
                  List.of(new SNIHostName(name.getBytes(StandardCharsets.UTF_8))));
              handler.engine().setSSLParameters(parameters);
            });
    handler.setHandshakeTimeoutMillis(0);
    handler.setCloseNotifyFlushTimeoutMillis(500);
    return handler;
  }

  /// TLS wants host names without the final dot of DNS names (RFC 6066, 3); Java refuses names with
  /// it.
  private static String withoutFinalDots(String name) {
    int end = name.length();
    while (end > 0 && name.charAt(end - 1) == '.') {
      end--;
    }
    return name.substring(0, end);
  }
}
