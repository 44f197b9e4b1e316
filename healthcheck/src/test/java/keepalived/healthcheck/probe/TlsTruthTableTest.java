package keepalived.healthcheck.probe;

import static keepalived.healthcheck.engine.Configs.connection;
import static keepalived.healthcheck.engine.Configs.endpoint;
import static keepalived.healthcheck.engine.Configs.timing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Check;
import keepalived.core.config.LvsConfig.TlsClient;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.FailureReason.Stage;
import keepalived.healthcheck.verdict.ProbeResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// SSL_GET against valid and broken TLS servers.
class TlsTruthTableTest {

  private static final String HELLO = "HTTP/1.0 200 OK\r\n\r\nhello";

  private final Farm farm = new Farm();
  private ProbeBench bench = new ProbeBench(TlsClients.anonymous());
  private final long before = bench.descriptors();

  @AfterEach
  void close() {
    farm.close();
    assertEquals(before, bench.descriptors(), "open descriptors");
    bench.close();
  }

  static Path resource(String name) {
    try {
      return Path.of(TlsTruthTableTest.class.getResource("/tls/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // The test inspects the certificate itself.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // Not used on the client side.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static SSLContext context() throws GeneralSecurityException, IOException {
    var pem = Files.readString(resource("server.key")).replaceAll("-----[^-]*-----", "");
    var key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    var certificate =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(Files.readAllBytes(resource("server.pem"))));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, new char[0], new Certificate[] {certificate});
    var keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), new TrustManager[] {new TrustAll()}, null);
    return context;
  }

  private int tls(boolean wantsClient, Farm.Manner manner) {
    try {
      var server = (SSLServerSocket) context().getServerSocketFactory().createServerSocket();
      server.setNeedClientAuth(wantsClient);
      server.bind(new InetSocketAddress("127.0.0.1", 0), 50);
      return farm.serve(server, manner);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Check.HttpCheck check(int port, Check.Tls tls) {
    var c = connection(endpoint("127.0.0.1", port));
    var url =
        new Check.Url(
            "/",
            Optional.empty(),
            List.of(new Check.CodeRange(200, 299)),
            Optional.of("5d41402abc4b2a76b9719d911017c592"),
            Optional.empty(),
            false);
    return new Check.HttpCheck(
        timing(),
        new Check.Connection(
            c.target(), c.bindAddress(), 0, c.bindInterface(), Duration.ofSeconds(5), 0),
        Optional.of(tls),
        Check.HttpVersion.HTTP_1_1,
        false,
        List.of(url));
  }

  private static Check.HttpCheck check(int port) {
    return check(port, new Check.Tls(false, Optional.empty(), false));
  }

  private static void serve(java.net.Socket socket) throws IOException {
    Farm.hearRequest(socket);
    Farm.say(socket, HELLO);
  }

  @Test
  void succeedsWithAnyCertificate() {
    assertInstanceOf(
        ProbeResult.Success.class, bench.probe(check(tls(false, TlsTruthTableTest::serve))));
  }

  /// The server name that a server receives.
  ///
  /// @param asked makes the check for a server's port
  private String heard(IntFunction<Check> asked) {
    var names = new CompletableFuture<String>();
    int port =
        tls(
            false,
            socket -> {
              ((SSLSocket) socket).startHandshake();
              var session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
              names.complete(session.getRequestedServerNames().toString());
              serve(socket);
            });
    bench.probe(asked.apply(port));
    return ProbeBench.wait(names);
  }

  private String heard(String configured) {
    return heard(port -> check(port, new Check.Tls(true, Optional.of(configured), false)));
  }

  /// The name that a server receives for a configuration: the check's own name, the URL's host, or
  /// the service's virtual host.
  private String heardOf(String check, String url, String service) {
    return heard(
        port -> {
          var text =
              """
              virtual_server 192.0.2.1 443 {
                %s
                real_server 127.0.0.1 %d {
                  SSL_GET {
                    enable_sni
                    %s
                    url {
                      path /
                      %s
                    }
                  }
                }
              }
              """
                  .formatted(service, port, check, url);
          var config =
              ConfigReader.read("sni", text, ConfigReader.Options.of("test")).config().lvs();
          return config.virtualServers().getFirst().realServers().getFirst().checks().getFirst();
        });
  }

  @Test
  void theServerNameIsTheMostParticularHost() {
    var url = "virtualhost rs.example";
    var check = "virtualhost check.example";
    var service = "virtualhost vs.example";
    assertTrue(heardOf(check + "\nsni_name sni.example", url, service).contains("=sni.example"));
    assertTrue(heardOf(check, url, service).contains("=rs.example"));
    assertTrue(heardOf("", url, "").contains("=rs.example"));
    assertTrue(heardOf(check, "", service).contains("=check.example"));
    assertTrue(heardOf("", "", service).contains("=vs.example"));
    assertEquals("[]", heardOf("", "", ""));
  }

  @Test
  void sendsTheServerNameWhereOneIsGiven() {
    assertTrue(heard("www.example.org").contains("www.example.org"));
  }

  @Test
  void aServerNameThatTlsForbidsIsSentAsItMayBe() {
    var heard = heard("www.example.org.");
    assertTrue(heard.endsWith("value=www.example.org]"), heard);
    assertEquals("[]", heard("."));
  }

  @Test
  void aServerThatSpeaksPlainTextFails() {
    int port = farm.tcp(socket -> Farm.say(socket, "HTTP/1.0 400 Bad Request\r\n\r\n"));
    assertInstanceOf(FailureReason.TlsFailed.class, bench.failure(check(port)));
  }

  @Test
  void aServerThatSendsGarbageFails() {
    int port = farm.tcp(socket -> Farm.say(socket, "\u0016\u0003\u0003\u0000\u0002zz"));
    assertInstanceOf(FailureReason.TlsFailed.class, bench.failure(check(port)));
  }

  @Test
  void aServerThatClosesInTheHandshakeFails() {
    var reason = bench.failure(check(farm.tcp(socket -> socket.getInputStream().read())));
    assertTrue(
        reason instanceof FailureReason.TlsFailed || reason instanceof FailureReason.Reset,
        reason.text());
  }

  @Test
  void aServerThatIsSilentInTheHandshakeIsLate() {
    var reason = bench.failure(check(farm.tcp(Farm::linger)));
    assertEquals(Stage.TLS, ((FailureReason.TimedOut) reason).stage());
  }

  @Test
  void aServerThatDemandsACertificateGetsTheConfiguredOne() throws IOException {
    var asked = new CompletableFuture<String>();
    int port =
        tls(
            true,
            socket -> {
              ((SSLSocket) socket).startHandshake();
              asked.complete(((SSLSocket) socket).getSession().getPeerPrincipal().getName());
              serve(socket);
            });
    for (var key : List.of("client.key", "client-pkcs1.key", "client-encrypted.key")) {
      bench.probes.tls(
          TlsClients.of(
              new TlsClient(
                  key.contains("encrypted") ? Optional.of("secret") : Optional.empty(),
                  Optional.empty(),
                  Optional.of(resource("client.pem").toString()),
                  Optional.of(resource(key).toString()))));
      assertInstanceOf(ProbeResult.Success.class, bench.probe(check(port)), key);
    }
    assertEquals("CN=client.example.org", ProbeBench.wait(asked));
  }

  @Test
  void aServerThatDemandsACertificateFailsWithoutOne() {
    assertInstanceOf(
        FailureReason.TlsFailed.class, bench.failure(check(tls(true, TlsTruthTableTest::serve))));
  }

  @Test
  void keysThatCannotBeUsedAreSaid() {
    var wrong =
        new TlsClient(
            Optional.empty(),
            Optional.empty(),
            Optional.of(resource("client.pem").toString()),
            Optional.of(resource("server.pem").toString()));
    assertThrows(IOException.class, () -> TlsClients.of(wrong));
  }

  @Test
  void aTornStreamIsAnAnswerUnlessComplianceIsDemanded() {
    int port = torn();
    assertInstanceOf(ProbeResult.Success.class, bench.probe(check(port)));
    assertEquals(
        new FailureReason.TlsFailed("closed without close_notify"),
        bench.failure(check(port, new Check.Tls(false, Optional.empty(), true))));
    int proper = tls(false, TlsTruthTableTest::serve);
    assertInstanceOf(
        ProbeResult.Success.class,
        bench.probe(check(proper, new Check.Tls(false, Optional.empty(), true))));
  }

  @Test
  void aResetAfterTheAnswerEndsIt() {
    var result = bench.probe(check(torn(Farm::reset)));
    assertInstanceOf(ProbeResult.Success.class, result, result.toString());
    assertInstanceOf(
        FailureReason.TlsFailed.class,
        bench.failure(check(torn(Farm::reset), new Check.Tls(false, Optional.empty(), true))));
  }

  /// The server waits for our close_notify before it closes: a half-closed session (TLS 1.3).
  @Test
  void closeNotifyEndsTheAnswer() {
    int port =
        tls(
            false,
            socket -> {
              serve(socket);
              socket.shutdownOutput();
              Farm.linger(socket);
            });
    assertInstanceOf(ProbeResult.Success.class, bench.probe(check(port)));
  }

  /// A server that closes the TCP connection without ending the TLS session.
  private int torn() {
    return torn(
        raw -> {
          raw.shutdownOutput();
          Farm.linger(raw);
        });
  }

  private int torn(Farm.Manner end) {
    return farm.tcp(
        raw -> {
          try {
            var layered =
                (SSLSocket)
                    context()
                        .getSocketFactory()
                        .createSocket(raw, new ByteArrayInputStream(new byte[0]), false);
            layered.setUseClientMode(false);
            raw.setTcpNoDelay(true); // otherwise a reset may overtake the answer
            serve(layered);
            end.serve(raw);
          } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
          }
        });
  }
}
