package keepalived.healthcheck.probe;

import static keepalived.healthcheck.engine.Configs.connection;
import static keepalived.healthcheck.engine.Configs.endpoint;
import static keepalived.healthcheck.engine.Configs.script;
import static keepalived.healthcheck.engine.Configs.timing;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.http.BodySearch;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.FailureReason.Stage;
import keepalived.healthcheck.verdict.ProbeResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// For each probe, the ways to succeed and to fail, against real servers on loopback: the right
/// verdict, the right reason, no open resources.
class TruthTableTest {

  private static final String HELLO = "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello";
  private static final String COSTLY = "^(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)\\1b$";
  private static final String HELLO_MD5 = "5d41402abc4b2a76b9719d911017c592";

  private final ProbeBench bench = new ProbeBench(TlsClients.anonymous());
  private final Farm farm = new Farm();

  /// Timeout where an answer is expected: the threads of the servers may be slow on a busy machine.
  /// Where silence is expected, a short timeout is enough.
  private static final Duration AMPLE = Duration.ofSeconds(20);

  private static final Duration BRIEF = Duration.ofMillis(400);
  private static final Duration UNHURRIED = Duration.ofSeconds(2);

  private Duration timeout = AMPLE;
  private long before;

  @BeforeEach
  void count() {
    assertInstanceOf(ProbeResult.Failure.class, bench.probe(tcp(Farm.closedPort())));
    before = bench.descriptors();
  }

  @AfterEach
  void nothingIsLeft() {
    farm.close();
    long left = bench.descriptors();
    bench.close();
    assertEquals(before, left, "open descriptors");
  }

  private Check.Connection to(int port) {
    var c = connection(endpoint("127.0.0.1", port));
    return new Check.Connection(
        c.target(), c.bindAddress(), c.bindPort(), c.bindInterface(), timeout, c.mark());
  }

  private Check.TcpCheck tcp(int port) {
    return new Check.TcpCheck(timing(), to(port));
  }

  private static Check.Url url(
      Optional<String> digest, Optional<Check.BodyPattern> pattern, Check.CodeRange... codes) {
    return new Check.Url(
        "/x",
        Optional.empty(),
        codes.length == 0 ? List.of(new Check.CodeRange(200, 299)) : List.of(codes),
        digest,
        pattern,
        false);
  }

  private Check.HttpCheck http(int port, Check.Url url) {
    return new Check.HttpCheck(
        timing(), to(port), Optional.empty(), Check.HttpVersion.HTTP_1_0, false, List.of(url));
  }

  private Check.HttpCheck http(int port) {
    return http(port, url(Optional.empty(), Optional.empty()));
  }

  private Check.HttpCheck regex(int port, String regex, boolean mustMatch) {
    return http(
        port,
        url(
            Optional.empty(),
            Optional.of(
                new Check.BodyPattern(regex, Set.of(), mustMatch, 0, OptionalInt.empty()))));
  }

  private int web(String answer) {
    return farm.tcp(
        socket -> {
          Farm.hearRequest(socket);
          Farm.say(socket, answer);
        });
  }

  private void assertSuccess(Check check) {
    assertInstanceOf(ProbeResult.Success.class, bench.probe(check), check.toString());
  }

  private void assertLate(Stage stage, Supplier<Check> check) {
    assertLate(stage, BRIEF, check);
  }

  private void assertLate(Stage stage, Duration limit, Supplier<Check> check) {
    timeout = limit;
    if (bench.failure(check.get()) instanceof FailureReason.TimedOut(var where, var after)) {
      assertEquals(stage, where);
      assertTrue(after.compareTo(limit.minusMillis(1)) > 0, after.toString());
    } else {
      throw new AssertionError("expected a timeout");
    }
    timeout = AMPLE;
  }

  // TCP_CHECK

  @Test
  void tcpConnects() {
    assertSuccess(tcp(farm.tcp(Farm::linger)));
  }

  @Test
  void tcpConnectsThoughTheServerResetsAfterwards() {
    assertSuccess(
        tcp(
            farm.tcp(
                socket -> {
                  Farm.linger(socket);
                  Farm.reset(socket);
                })));
  }

  @Test
  void tcpRefused() {
    assertEquals(new FailureReason.Refused(), bench.failure(tcp(Farm.closedPort())));
  }

  @Test
  void tcpNotAccepted() {
    assertLate(Stage.CONNECT, () -> tcp(farm.deaf()));
  }

  @Test
  void tcpFromABoundAddressAndPort() {
    var peer = new CompletableFuture<String>();
    int port = farm.tcp(s -> peer.complete(s.getRemoteSocketAddress().toString()));
    int source = Farm.closedPort();
    var c = to(port);
    assertSuccess(
        new Check.TcpCheck(
            timing(),
            new Check.Connection(
                c.target(),
                Optional.of(endpoint("127.0.0.77", 0).address()),
                source,
                Optional.of("lo"),
                c.timeout(),
                7)));
    assertEquals("/127.0.0.77:" + source, ProbeBench.wait(peer));
  }

  @Test
  void tcpFromAnAddressThatIsNotOursSaysNothingOfTheServer() {
    var c = to(farm.tcp(Farm::linger));
    var check =
        new Check.TcpCheck(
            timing(),
            new Check.Connection(
                c.target(),
                Optional.of(endpoint("192.0.2.77", 0).address()),
                0,
                Optional.empty(),
                c.timeout(),
                0));
    assertInstanceOf(ProbeResult.NotRun.class, bench.probe(check));
  }

  // HTTP_GET

  @Test
  void httpSucceeds() {
    var request = new CompletableFuture<String>();
    int port =
        farm.tcp(
            socket -> {
              request.complete(Farm.hearRequest(socket));
              Farm.say(socket, HELLO);
            });
    assertSuccess(http(port));
    assertEquals(
        "GET /x HTTP/1.0\nUser-Agent: KeepAliveClient\nHost: 127.0.0.1:" + port + "\n",
        ProbeBench.wait(request));
  }

  @Test
  void httpSucceedsByteByByte() {
    int port =
        farm.tcp(
            socket -> {
              Farm.hearRequest(socket);
              for (char c : HELLO.toCharArray()) {
                Farm.say(socket, String.valueOf(c));
              }
            });
    assertSuccess(http(port, url(Optional.of(HELLO_MD5), Optional.empty())));
  }

  @Test
  void httpRefused() {
    assertEquals(new FailureReason.Refused(), bench.failure(http(Farm.closedPort())));
  }

  @Test
  void httpNotAccepted() {
    assertLate(Stage.CONNECT, () -> http(farm.deaf()));
  }

  @Test
  void httpWithoutAnswer() {
    assertLate(Stage.RESPONSE, () -> http(farm.tcp(Farm::linger)));
  }

  @Test
  void httpStalledInTheBody() {
    int port =
        farm.tcp(
            socket -> {
              Farm.hearRequest(socket);
              Farm.say(socket, "HTTP/1.0 200 OK\r\n\r\nhel");
              Farm.linger(socket);
            });
    assertLate(Stage.BODY, UNHURRIED, () -> http(port));
  }

  @Test
  void httpClosedWithoutAWord() {
    int port = farm.tcp(Farm::hearRequest);
    assertEquals(new FailureReason.NoData(), bench.failure(http(port)));
  }

  @Test
  void httpReset() {
    int port =
        farm.tcp(
            socket -> {
              Farm.hearRequest(socket);
              Farm.reset(socket);
            });
    assertEquals(new FailureReason.Reset(Stage.RESPONSE), bench.failure(http(port)));
  }

  @Test
  void httpHalfClosedServerStillCounts() {
    int port =
        farm.tcp(
            socket -> {
              Farm.hearRequest(socket);
              Farm.say(socket, HELLO);
              socket.shutdownOutput();
              Farm.linger(socket);
            });
    assertSuccess(http(port));
  }

  @Test
  void httpStatusOutOfRange() {
    int port = web("HTTP/1.1 503 Busy\r\n\r\n");
    assertEquals(
        new FailureReason.StatusMismatch(503, List.of(new Check.CodeRange(200, 299))),
        bench.failure(http(port)));
  }

  @Test
  void httpStatusInAListedRange() {
    int port = web("HTTP/1.1 503 Busy\r\n\r\n");
    var codes =
        new Check.CodeRange[] {new Check.CodeRange(301, 301), new Check.CodeRange(500, 510)};
    assertSuccess(http(port, url(Optional.empty(), Optional.empty(), codes)));
  }

  @Test
  void httpGarbage() {
    assertInstanceOf(
        FailureReason.Malformed.class, bench.failure(http(web("\0\1\2\3 garbage\n\n"))));
  }

  @Test
  void httpEndlessHeader() {
    int port =
        farm.tcp(
            socket -> {
              Farm.hearRequest(socket);
              while (true) {
                Farm.say(socket, "X-Endless: yes\r\n".repeat(1000));
              }
            });
    assertInstanceOf(FailureReason.Malformed.class, bench.failure(http(port)));
  }

  @Test
  void httpDigest() {
    assertSuccess(http(web(HELLO), url(Optional.of(HELLO_MD5), Optional.empty())));
    int other = web("HTTP/1.0 200 OK\r\n\r\nhellO");
    assertEquals(
        new FailureReason.DigestMismatch(
            md5("hellO".getBytes(StandardCharsets.US_ASCII), 1), HELLO_MD5),
        bench.failure(http(other, url(Optional.of(HELLO_MD5), Optional.empty()))));
  }

  @Test
  void httpDigestOfAHugeBodyIsStreamed() {
    var chunk = new byte[1 << 20];
    Arrays.fill(chunk, (byte) 'x');
    int port =
        farm.tcp(
            socket -> {
              Farm.hearRequest(socket);
              Farm.say(socket, "HTTP/1.0 200 OK\r\n\r\n");
              for (int i = 0; i < 64; i++) {
                socket.getOutputStream().write(chunk);
              }
            });
    assertSuccess(http(port, url(Optional.of(md5(chunk, 64)), Optional.empty())));
  }

  private static String md5(byte[] chunk, int times) {
    try {
      var digest = java.security.MessageDigest.getInstance("MD5");
      for (int i = 0; i < times; i++) {
        digest.update(chunk);
      }
      return java.util.HexFormat.of().formatHex(digest.digest());
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void httpDigestCoversChunksAsTheyAre() {
    int port = web("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
    var raw = "5\r\nhello\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    assertSuccess(http(port, url(Optional.of(md5(raw, 1)), Optional.empty())));
  }

  @Test
  void httpPattern() {
    assertSuccess(regex(web(HELLO), "h.l+o$", true));
    assertSuccess(regex(web(HELLO), "goodbye", false));
    assertEquals(
        new FailureReason.NoMatch("goodbye", "no match"),
        bench.failure(regex(web(HELLO), "goodbye", true)));
    assertEquals(
        new FailureReason.NoMatch("hell", "matches, but must not"),
        bench.failure(regex(web(HELLO), "hell", false)));
  }

  @Test
  void httpPatternThatBacktracksWithoutEndIsGivenUpAndTheLoopRunsOn() {
    int port = web("HTTP/1.0 200 OK\r\n\r\n" + "a".repeat(40) + "!");
    var result = new CompletableFuture<ProbeResult>();
    bench.loop.post(() -> bench.probes.start(regex(port, COSTLY, true), 0, result::complete));
    int turns = 0;
    while (!result.isDone()) {
      bench.on(() -> true);
      turns++;
    }
    assertTrue(turns > 10, "the loop turned " + turns + " times");
    assertEquals(
        new FailureReason.NoMatch(COSTLY, BodySearch.TOO_LONG),
        ((ProbeResult.Failure) ProbeBench.wait(result)).reason());
  }

  @Test
  void httpOfTheSecondUrl() {
    var request = new CompletableFuture<String>();
    int port =
        farm.tcp(
            socket -> {
              request.complete(Farm.hearRequest(socket));
              Farm.say(socket, HELLO);
            });
    var second =
        new Check.Url(
            "/second",
            Optional.of("www.example.org"),
            List.of(new Check.CodeRange(200, 200)),
            Optional.empty(),
            Optional.empty(),
            false);
    var check =
        new Check.HttpCheck(
            timing(),
            to(port),
            Optional.empty(),
            Check.HttpVersion.HTTP_1_1,
            false,
            List.of(url(Optional.empty(), Optional.empty()), second));
    assertInstanceOf(ProbeResult.Success.class, bench.probe(check, 1));
    assertEquals(
        "GET /second HTTP/1.1\nUser-Agent: KeepAliveClient\nConnection: close\n"
            + "Host: www.example.org\n",
        ProbeBench.wait(request));
  }

  // SMTP_CHECK

  private Check.SmtpCheck smtp(int port) {
    return new Check.SmtpCheck(timing(), to(port), "checker.example.org");
  }

  private int mail(String greeting, String hello, String bye) {
    return farm.tcp(
        socket -> {
          Farm.say(socket, greeting);
          assertEquals("HELO checker.example.org", Farm.hear(socket));
          Farm.say(socket, hello);
          if (Farm.hear(socket).equals("QUIT")) {
            Farm.say(socket, bye);
          }
        });
  }

  @Test
  void smtpSucceeds() {
    assertSuccess(smtp(mail("220 here\r\n", "250 hello\r\n", "221 bye\r\n")));
  }

  @Test
  void smtpAnyAnswerToQuitWillDo() {
    assertSuccess(smtp(mail("220 here\r\n", "250 hello\r\n", "500 what\r\n")));
  }

  @Test
  void smtpRefusesAtTheGreeting() {
    assertEquals(
        new FailureReason.UnexpectedReply(Stage.GREETING, "554 go away"),
        bench.failure(smtp(farm.tcp(s -> Farm.say(s, "554 go away\r\n")))));
  }

  @Test
  void smtpGreetingOfSeveralLinesIsNone() {
    assertEquals(
        new FailureReason.UnexpectedReply(Stage.GREETING, "220-hello"),
        bench.failure(smtp(farm.tcp(s -> Farm.say(s, "220-hello\r\n220 world\r\n")))));
  }

  @Test
  void smtpRefusesHelo() {
    assertEquals(
        new FailureReason.UnexpectedReply(Stage.HELO, "550 no"),
        bench.failure(smtp(mail("220 here\r\n", "550 no\r\n", ""))));
  }

  @Test
  void smtpSilent() {
    assertLate(Stage.GREETING, () -> smtp(farm.tcp(Farm::linger)));
    assertLate(
        Stage.HELO,
        UNHURRIED,
        () ->
            smtp(
                farm.tcp(
                    s -> {
                      Farm.say(s, "220 here\r\n");
                      Farm.linger(s);
                    })));
  }

  @Test
  void smtpClosedResetEndless() {
    assertEquals(new FailureReason.NoData(), bench.failure(smtp(farm.tcp(s -> {}))));
    assertEquals(
        new FailureReason.Malformed("a line longer than 511 bytes"),
        bench.failure(
            smtp(
                farm.tcp(
                    s -> {
                      while (true) {
                        Farm.say(s, "2".repeat(4096));
                      }
                    }))));
    assertEquals(new FailureReason.Refused(), bench.failure(smtp(Farm.closedPort())));
    assertLate(Stage.CONNECT, () -> smtp(farm.deaf()));
    assertEquals(
        new FailureReason.Reset(Stage.HELO), bench.failure(smtp(farm.tcp(resetAfterHelo()))));
  }

  private static Farm.Manner resetAfterHelo() {
    return new Farm.Manner() {
      @Override
      public void serve(Socket socket) throws IOException {
        Farm.say(socket, "220 here\r\n");
        Farm.hear(socket);
        Farm.reset(socket);
      }
    };
  }

  // DNS_CHECK

  private Check.DnsCheck dns(int port, Check.RecordType type, String name) {
    return new Check.DnsCheck(timing(), to(port), type, name);
  }

  private static Optional<byte[]> answered(byte[] question, int flags) {
    var answer = question.clone();
    answer[2] = (byte) (flags >> 8);
    answer[3] = (byte) flags;
    return Optional.of(answer);
  }

  @Test
  void dnsSucceedsForEveryType() {
    for (var type : Check.RecordType.values()) {
      var asked = new CompletableFuture<byte[]>();
      int port =
          farm.udp(
              question -> {
                asked.complete(question);
                return answered(question, 0x8180);
              });
      assertSuccess(dns(port, type, "www.example.org."));
      var question = ProbeBench.wait(asked);
      assertEquals(0x01, question[2], "recursion desired, a query");
      int end = question.length;
      assertEquals(type.number(), (question[end - 4] & 0xFF) << 8 | question[end - 3] & 0xFF);
    }
  }

  @Test
  void dnsAsksForTheRoot() {
    var asked = new CompletableFuture<byte[]>();
    int port =
        farm.udp(
            question -> {
              asked.complete(question);
              return answered(question, 0x8180);
            });
    assertSuccess(dns(port, Check.RecordType.SOA, "."));
    assertEquals(12 + 1 + 4, ProbeBench.wait(asked).length);
  }

  @Test
  void dnsErrorsAndNonsense() {
    assertEquals(
        new FailureReason.ErrorCode(2),
        bench.failure(dns(farm.udp(q -> answered(q, 0x8182)), Check.RecordType.A, "a.b.")));
    assertLate(
        Stage.RESPONSE, () -> dns(farm.udp(q -> Optional.empty()), Check.RecordType.A, "a.b."));
    assertEquals(
        new FailureReason.Refused(),
        bench.failure(dns(Farm.closedPort(), Check.RecordType.A, "a.b.")));
  }

  @Test
  void dnsAnswerThatWasCutIsAnAnswer() {
    assertSuccess(
        dns(
            farm.udp(q -> answered(q, 0x8380).map(a -> Arrays.copyOf(a, 14))),
            Check.RecordType.A,
            "a.b."));
  }

  // UDP_CHECK

  private Check.UdpCheck udp(int port, Check.UdpCheck.Reply reply) {
    return new Check.UdpCheck(timing(), to(port), Optional.of("4142ff"), Optional.of(reply));
  }

  private static Check.UdpCheck.Reply pattern(String hex) {
    return new Check.UdpCheck.Reply(Optional.of(hex), 0, 255);
  }

  @Test
  void udpWithoutReplySilenceIsSuccess() {
    timeout = BRIEF;
    var received = new CompletableFuture<byte[]>();
    int port =
        farm.udp(
            q -> {
              received.complete(q);
              return Optional.empty();
            });
    assertSuccess(new Check.UdpCheck(timing(), to(port), Optional.empty(), Optional.empty()));
    assertEquals(32, ProbeBench.wait(received).length);
  }

  @Test
  void udpWithoutReplyAnAnswerIsSuccessAndAnIcmpErrorIsNot() {
    assertSuccess(
        new Check.UdpCheck(
            timing(), to(farm.udp(Optional::of)), Optional.empty(), Optional.empty()));
    assertEquals(
        new FailureReason.Refused(),
        bench.failure(
            new Check.UdpCheck(
                timing(), to(Farm.closedPort()), Optional.empty(), Optional.empty())));
  }

  @Test
  void udpReplies() {
    int echo = farm.udp(Optional::of);
    assertSuccess(udp(echo, pattern("4142ff")));
    assertSuccess(udp(echo, pattern("4x4")));
    assertSuccess(udp(echo, pattern("xXFFFF".substring(0, 2))));
    assertSuccess(udp(echo, new Check.UdpCheck.Reply(Optional.empty(), 3, 3)));
    assertEquals(
        new FailureReason.WrongReply("4142ff, expected 4143"),
        bench.failure(udp(echo, pattern("4143"))));
    assertEquals(
        new FailureReason.WrongReply("4142ff, expected 4142ff00"),
        bench.failure(udp(echo, pattern("4142ff00"))));
    assertEquals(
        new FailureReason.WrongReply("3 bytes, expected 4 to 255"),
        bench.failure(udp(echo, new Check.UdpCheck.Reply(Optional.empty(), 4, 255))));
    assertEquals(
        new FailureReason.WrongReply("3 bytes, expected 0 to 2"),
        bench.failure(udp(echo, new Check.UdpCheck.Reply(Optional.empty(), 0, 2))));
    assertLate(Stage.RESPONSE, () -> udp(farm.udp(q -> Optional.empty()), pattern("41")));
    assertEquals(new FailureReason.Refused(), bench.failure(udp(Farm.closedPort(), pattern("41"))));
  }

  // MISC_CHECK

  private Check.MiscCheck misc(boolean dynamic, String... words) {
    var script =
        new keepalived.core.config.script.Script(
            String.join(" ", words),
            List.of(words),
            Optional.empty(),
            keepalived.core.config.script.Script.Kind.PROGRAM);
    return new Check.MiscCheck(timing(), script, timeout, dynamic);
  }

  @Test
  void scripts() {
    assertEquals(
        ProbeResult.success("exited with status 0"), bench.probe(misc(false, "/bin/true")));
    assertEquals(new FailureReason.Exited(1), bench.failure(misc(true, "/bin/false")));
    assertEquals(
        new FailureReason.Exited(7), bench.failure(misc(false, "/bin/sh", "-c", "exit 7")));
    assertEquals(
        new ProbeResult.Success(OptionalInt.of(5), "exited with status 7"),
        bench.probe(misc(true, "/bin/sh", "-c", "exit 7")));
    assertEquals(
        new ProbeResult.Success(OptionalInt.of(0), "exited with status 2"),
        bench.probe(misc(true, "/bin/sh", "-c", "exit 2")));
    assertEquals(
        new FailureReason.Killed(9), bench.failure(misc(true, "/bin/sh", "-c", "kill -9 $$")));
  }

  @Test
  void scriptThatIsNotThere() {
    assertInstanceOf(
        FailureReason.Failed.class,
        bench.failure(
            new Check.MiscCheck(timing(), script("/nonexistent"), Duration.ofSeconds(1), false)));
  }

  @Test
  void scriptThatRunsTooLongIsEnded() {
    timeout = BRIEF;
    assertEquals(
        new FailureReason.TimedOut(Stage.RUN, BRIEF),
        bench.failure(misc(false, "/bin/sleep", "60")));
  }

  @Test
  void scriptThatDoesNotWantToEndIsKilled() {
    timeout = BRIEF;
    assertEquals(
        new FailureReason.TimedOut(Stage.RUN, BRIEF),
        bench.failure(misc(false, "/bin/sh", "-c", "trap '' TERM; sleep 60 & wait; sleep 60")));
  }

  // A loop that stood still

  @Test
  void serversAreNotBlamedForALoopThatStoodStill() {
    timeout = BRIEF;
    int port = farm.tcp(Farm::linger);
    var results = new ArrayList<CompletableFuture<ProbeResult>>();
    bench.on(
        () -> {
          for (int i = 0; i < 300; i++) {
            var result = new CompletableFuture<ProbeResult>();
            bench.probes.start(tcp(port), 0, result::complete);
            results.add(result);
          }
          LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
          return true;
        });
    for (var result : results) {
      assertInstanceOf(ProbeResult.Success.class, ProbeBench.wait(result));
    }
  }

  // Cancelling

  @Test
  void aCancelledAttemptSaysNothingAndHoldsNothing() {
    timeout = BRIEF;
    int port = farm.tcp(Farm::linger);
    var heard = new CompletableFuture<ProbeResult>();
    bench.on(
        () -> {
          for (Check.Probed check :
              List.<Check.Probed>of(
                  http(port),
                  smtp(port),
                  dns(port, Check.RecordType.A, "a."),
                  udp(port, pattern("41")))) {
            bench.probes.start(check, 0, heard::complete).cancel();
          }
          return true;
        });
    bench.probe(udp(farm.udp(q -> Optional.empty()), pattern("41")));
    assertTrue(!heard.isDone(), "a cancelled attempt reported");
  }

  @Test
  void aThousandAttemptsLeaveNothing() {
    int port = web(HELLO);
    for (int i = 0; i < 300; i++) {
      assertSuccess(http(port));
      assertSuccess(tcp(port));
      bench.failure(tcp(Farm.closedPort()));
    }
  }
}
