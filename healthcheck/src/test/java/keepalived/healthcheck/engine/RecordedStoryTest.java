package keepalived.healthcheck.engine;

import static keepalived.healthcheck.engine.Configs.alpha;
import static keepalived.healthcheck.engine.Configs.connection;
import static keepalived.healthcheck.engine.Configs.endpoint;
import static keepalived.healthcheck.engine.Configs.http;
import static keepalived.healthcheck.engine.Configs.inhibited;
import static keepalived.healthcheck.engine.Configs.retries;
import static keepalived.healthcheck.engine.Configs.script;
import static keepalived.healthcheck.engine.Configs.server;
import static keepalived.healthcheck.engine.Configs.service;
import static keepalived.healthcheck.engine.Configs.tcp;
import static keepalived.healthcheck.engine.Configs.timing;
import static keepalived.healthcheck.engine.Configs.url;
import static keepalived.healthcheck.engine.Configs.vary;
import static keepalived.healthcheck.engine.Configs.verbose;
import static keepalived.healthcheck.engine.Configs.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.Check;
import keepalived.core.config.LvsConfig;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import org.junit.jupiter.api.Test;

/// Replays a recording of keepalived 2.2.7 on a real IPVS table: the same servers that fail and
/// recover in the same order must give the same log, FIFO lines and table. Lines with the reason of
/// a failed check are our addition and are left out of the comparison.
class RecordedStoryTest {

  private final Check.TcpCheck t11 =
      new Check.TcpCheck(verbose(retries(2)), connection(endpoint("127.0.0.11", 80)));
  private final Check.HttpCheck h12 =
      withTiming(http(endpoint("127.0.0.12", 80), url("/a"), url("/b")), retries(2));
  private final Check.SmtpCheck s13 =
      new Check.SmtpCheck(alpha(timing()), connection(endpoint("127.0.0.13", 25)), "x");
  private final Check.UdpCheck u14 =
      new Check.UdpCheck(
          alpha(timing()),
          connection(endpoint("127.0.0.14", 99)),
          Optional.of("414243"),
          Optional.of(new Check.UdpCheck.Reply(Optional.of("4142xx"), 0, 255)));
  private final Check.TcpCheck t14 =
      new Check.TcpCheck(alpha(timing()), connection(endpoint("127.0.0.11", 80)));
  private final Check.DnsCheck d15 =
      new Check.DnsCheck(
          alpha(timing()), connection(endpoint("127.0.0.15", 53)), Check.RecordType.A, "x.y.");
  private final Check.MiscCheck m16 =
      new Check.MiscCheck(
          alpha(timing()), script("/usr/bin/sh /run/misc.sh"), Duration.ofSeconds(1), true);
  private final Check.PingCheck p17 =
      new Check.PingCheck(alpha(timing()), connection(endpoint("127.0.0.17", 80)));
  private final Check.FileCheck f18 = new Check.FileCheck(timing(), "tf", 2, false);
  private final Check.MiscCheck m19 =
      new Check.MiscCheck(
          retries(0), script("/usr/bin/sh /run/misc.sh"), Duration.ofSeconds(1), false);

  private static Check.HttpCheck withTiming(Check.HttpCheck check, Check.Timing timing) {
    return new Check.HttpCheck(
        timing, check.connection(), check.tls(), check.version(), false, check.urls());
  }

  private LvsConfig config() {
    var one =
        vary(
            service(
                "10.0.0.1",
                80,
                server("127.0.0.11", 80, t11),
                inhibited(weight(2, server("127.0.0.12", 80, h12))),
                server("127.0.0.21", 80)),
            p -> p.quorum(2, 0));
    var two =
        vary(
            service(
                "10.0.0.2",
                80,
                server("127.0.0.13", 80, s13),
                server("127.0.0.14", 80, u14, t14),
                server("127.0.0.15", 80, d15),
                server("127.0.0.16", 80, m16),
                server("127.0.0.17", 80, p17)),
            p -> p.withOmega().sorry("127.0.0.9", 80, false));
    var three =
        service(
            "10.0.0.3",
            80,
            weight(10, server("127.0.0.18", 80, f18)),
            weight(10, server("127.0.0.19", 80, m19)));
    return Configs.config(one, two, three);
  }

  private static List<String> comparable(List<String> log) {
    return log.stream().filter(line -> !line.startsWith("Check of ")).toList();
  }

  @Test
  void start() {
    var story = new EngineStory();
    story.engine.fileRead("tf", 0);
    story.start(config());
    assertEquals(
        List.of(
            "Initializing ipvs",
            "Gained quorum 2+0=2 <= 4 for VS [10.0.0.1]:tcp:80",
            "Starting with quorum down 1-0=1 > 0 for VS [10.0.0.2]:tcp:80",
            "Adding sorry server [127.0.0.9]:tcp:80 to VS [10.0.0.2]:tcp:80",
            "Removing alive servers from the pool for VS [10.0.0.2]:tcp:80",
            "Gained quorum 1+0=1 <= 20 for VS [10.0.0.3]:tcp:80",
            "Activating healthchecker for service [127.0.0.11]:tcp:80 for VS [10.0.0.1]:tcp:80",
            "Activating healthchecker for service [127.0.0.12]:tcp:80 for VS [10.0.0.1]:tcp:80",
            "Activating healthchecker for service [127.0.0.13]:tcp:80 for VS [10.0.0.2]:tcp:80",
            "Activating healthchecker for service [127.0.0.14]:tcp:80 for VS [10.0.0.2]:tcp:80",
            "Activating healthchecker for service [127.0.0.14]:tcp:80 for VS [10.0.0.2]:tcp:80",
            "Activating healthchecker for service [127.0.0.15]:tcp:80 for VS [10.0.0.2]:tcp:80",
            "Activating healthchecker for service [127.0.0.16]:tcp:80 for VS [10.0.0.2]:tcp:80",
            "Activating healthchecker for service [127.0.0.17]:tcp:80 for VS [10.0.0.2]:tcp:80",
            "Activating healthchecker for service [127.0.0.19]:tcp:80 for VS [10.0.0.3]:tcp:80"),
        story.log());
    story.seconds(7);
    assertEquals(
        List.of(
            "TCP connection to [127.0.0.11]:tcp:80 success.",
            "Remote SMTP server [127.0.0.13]:tcp:80 succeed on service.",
            "Adding service [127.0.0.13]:tcp:80 to VS [10.0.0.2]:tcp:80",
            "Gained quorum 1+0=1 <= 1 for VS [10.0.0.2]:tcp:80",
            "Removing sorry server [127.0.0.9]:tcp:80 from VS [10.0.0.2]:tcp:80",
            "Adding alive servers to the pool for VS [10.0.0.2]:tcp:80",
            "UDP connection to [127.0.0.14]:tcp:80 success.",
            "TCP connection to [127.0.0.14]:tcp:80 success.",
            "Adding service [127.0.0.14]:tcp:80 to VS [10.0.0.2]:tcp:80",
            "Adding service [127.0.0.15]:tcp:80 to VS [10.0.0.2]:tcp:80",
            "Misc check for [[127.0.0.16]:tcp:80 VS [10.0.0.2]:tcp:80] by [/usr/bin/sh] succeeded.",
            "Adding service [127.0.0.16]:tcp:80 to VS [10.0.0.2]:tcp:80",
            "ICMP connection to [127.0.0.17]:tcp:80 success.",
            "Adding service [127.0.0.17]:tcp:80 to VS [10.0.0.2]:tcp:80",
            "Misc check for [[127.0.0.19]:tcp:80 VS [10.0.0.3]:tcp:80] by [/usr/bin/sh] succeeded.",
            "Remote Web server [127.0.0.12]:tcp:80 succeed on service."),
        story.log());
    assertEquals(
        List.of(
            "VS [10.0.0.1]:tcp:80 UP",
            "VS [10.0.0.2]:tcp:80 DOWN",
            "VS [10.0.0.3]:tcp:80 UP",
            "RS [127.0.0.13]:tcp:80 [10.0.0.2]:tcp:80 UP",
            "VS [10.0.0.2]:tcp:80 UP",
            "RS [127.0.0.14]:tcp:80 [10.0.0.2]:tcp:80 UP",
            "RS [127.0.0.15]:tcp:80 [10.0.0.2]:tcp:80 UP",
            "RS [127.0.0.16]:tcp:80 [10.0.0.2]:tcp:80 UP",
            "RS [127.0.0.17]:tcp:80 [10.0.0.2]:tcp:80 UP"),
        story.fifo());
    assertEquals(
        List.of(
            "[10.0.0.1]:tcp:80 wrr",
            "  [127.0.0.11]:80 1",
            "  [127.0.0.12]:80 2",
            "  [127.0.0.21]:80 1",
            "[10.0.0.2]:tcp:80 wrr",
            "  [127.0.0.13]:80 1",
            "  [127.0.0.14]:80 1",
            "  [127.0.0.15]:80 1",
            "  [127.0.0.16]:80 1",
            "  [127.0.0.17]:80 1",
            "[10.0.0.3]:tcp:80 wrr",
            "  [127.0.0.18]:80 10",
            "  [127.0.0.19]:80 10"),
        story.table());
  }

  private EngineStory started() {
    var story = new EngineStory();
    story.engine.fileRead("tf", 0);
    story.start(config());
    story.seconds(8);
    story.forget();
    return story;
  }

  @Test
  void servers11And13FailTheScriptSays7TheFile5() {
    var story = started();
    story.engine.fileRead("tf", 5);
    story.prober.fail(t11);
    story.prober.fail(t14);
    story.prober.fail(s13);
    story.prober.answer(m16, new ProbeResult.Success(OptionalInt.of(5), "exited with status 7"));
    story.prober.answer(m19, ProbeResult.failure(new FailureReason.Exited(7)));
    story.seconds(5);
    assertEquals(
        List.of(
            "Changing weight from 10 to 20 for active service [127.0.0.18]:tcp:80 of VS"
                + " [10.0.0.3]:tcp:80",
            "TCP connection to [127.0.0.11]:tcp:80 failed.",
            "Changing weight from 1 to 5 for active service [127.0.0.16]:tcp:80 of VS"
                + " [10.0.0.2]:tcp:80",
            "Misc check for [[127.0.0.19]:tcp:80 VS [10.0.0.3]:tcp:80] by [/usr/bin/sh] failed with"
                + " retry disabled (exited with status 7).",
            "Removing service [127.0.0.19]:tcp:80 from VS [10.0.0.3]:tcp:80",
            "TCP connection to [127.0.0.11]:tcp:80 failed.",
            "SMTP_CHECK Could not connect to server [127.0.0.13]:25",
            "Removing service [127.0.0.13]:tcp:80 from VS [10.0.0.2]:tcp:80",
            "TCP_CHECK on service [127.0.0.14]:tcp:80 failed after 1 retries.",
            "Removing service [127.0.0.14]:tcp:80 from VS [10.0.0.2]:tcp:80",
            "TCP connection to [127.0.0.11]:tcp:80 failed.",
            "TCP_CHECK on service [127.0.0.11]:tcp:80 failed after 2 retries.",
            "Removing service [127.0.0.11]:tcp:80 from VS [10.0.0.1]:tcp:80"),
        comparable(story.log()));
    assertEquals(
        List.of(
            "RS [127.0.0.19]:tcp:80 [10.0.0.3]:tcp:80 DOWN",
            "RS [127.0.0.13]:tcp:80 [10.0.0.2]:tcp:80 DOWN",
            "RS [127.0.0.14]:tcp:80 [10.0.0.2]:tcp:80 DOWN",
            "RS [127.0.0.11]:tcp:80 [10.0.0.1]:tcp:80 DOWN"),
        story.fifo());
    assertEquals(
        List.of(
            "[10.0.0.1]:tcp:80 wrr",
            "  [127.0.0.12]:80 2",
            "  [127.0.0.21]:80 1",
            "[10.0.0.2]:tcp:80 wrr",
            "  [127.0.0.15]:80 1",
            "  [127.0.0.16]:80 5",
            "  [127.0.0.17]:80 1",
            "[10.0.0.3]:tcp:80 wrr",
            "  [127.0.0.18]:80 20"),
        story.table());
  }

  @Test
  void webServerAnswers503TheFileMakesTheWeightNegative() {
    var story = started();
    story.prober.fail(m19);
    story.prober.fail(t11);
    story.seconds(5);
    story.forget();
    story.engine.fileRead("tf", -6);
    story.prober.answer(
        h12, 1, ProbeResult.failure(new FailureReason.StatusMismatch(503, List.of())));
    story.seconds(7);
    assertEquals(
        List.of(
            "Changing weight from 10 to 0 for active service [127.0.0.18]:tcp:80 of VS"
                + " [10.0.0.3]:tcp:80",
            "Lost quorum 1-0=1 > 0 for VS [10.0.0.3]:tcp:80",
            "HTTP_CHECK on service [127.0.0.12]:tcp:80 failed after 2 retries.",
            "Disabling service [127.0.0.12]:tcp:80 of VS [10.0.0.1]:tcp:80",
            "Lost quorum 2-0=2 > 1 for VS [10.0.0.1]:tcp:80"),
        comparable(story.log()));
    assertEquals(
        List.of(
            "VS [10.0.0.3]:tcp:80 DOWN",
            "RS [127.0.0.12]:tcp:80 [10.0.0.1]:tcp:80 DOWN",
            "VS [10.0.0.1]:tcp:80 DOWN"),
        story.fifo());
    story.forget();
    story.prober.heal(h12);
    story.seconds(8);
    assertEquals(
        List.of(
            "HTTP status code success to [127.0.0.12]:tcp:80 url(/b)",
            "HTTP status code success to [127.0.0.12]:tcp:80 url(/a)",
            "HTTP status code success to [127.0.0.12]:tcp:80 url(/b)",
            "Remote Web server [127.0.0.12]:tcp:80 succeed on service.",
            "Enabling service [127.0.0.12]:tcp:80 of VS [10.0.0.1]:tcp:80",
            "Gained quorum 2+0=2 <= 3 for VS [10.0.0.1]:tcp:80"),
        comparable(story.log()));
  }

  @Test
  void aReloadDropsServersAndTheStopTellsOnlyOmegaServices() {
    var story = started();
    var old = config();
    var one =
        vary(
            old.virtualServers().get(0),
            p -> p.scheduler("wlc").servers(p.servers().get(0), p.servers().get(1)));
    var two =
        vary(
            old.virtualServers().get(1),
            p ->
                p.scheduler("wlc")
                    .servers(
                        p.servers().get(0),
                        p.servers().get(1),
                        p.servers().get(2),
                        p.servers().get(4)));
    var three =
        vary(
            old.virtualServers().get(2),
            p ->
                p.scheduler("wlc")
                    .servers(weight(20, p.servers().get(0)), weight(20, p.servers().get(1))));
    story.engine.reconfigure(
        Configs.config(one, two, three), keepalived.core.config.GlobalSettings.LvsGlobals.DEFAULT);
    assertEquals(
        List.of(
            "Reinitializing ipvs",
            "service [127.0.0.21]:tcp:80 no longer exist",
            "Removing service [127.0.0.21]:tcp:80 from VS [10.0.0.1]:tcp:80",
            "service [127.0.0.16]:tcp:80 no longer exist",
            "Removing service [127.0.0.16]:tcp:80 from VS [10.0.0.2]:tcp:80",
            "Changing weight from 10 to 20 for active service [127.0.0.18]:tcp:80 of VS"
                + " [10.0.0.3]:tcp:80",
            "Changing weight from 10 to 20 for active service [127.0.0.19]:tcp:80 of VS"
                + " [10.0.0.3]:tcp:80"),
        story.log());
    assertEquals(
        List.of(
            "RS [127.0.0.21]:tcp:80 [10.0.0.1]:tcp:80 DOWN",
            "RS [127.0.0.16]:tcp:80 [10.0.0.2]:tcp:80 DOWN"),
        story.fifo());
    assertEquals(
        List.of(
            "RS [127.0.0.21]:tcp:80 [10.0.0.1]:tcp:80 DOWN => Removing <=",
            "RS [127.0.0.16]:tcp:80 [10.0.0.2]:tcp:80 DOWN => Removing <="),
        story.mail());
    story.forget();
    story.engine.stop(LvsEngine.TableAtStop.REMOVED);
    assertEquals(
        List.of(
            "Shutting down service [127.0.0.11]:tcp:80 from VS [10.0.0.1]:tcp:80",
            "Shutting down service [127.0.0.12]:tcp:80 from VS [10.0.0.1]:tcp:80",
            "Shutting down service [127.0.0.13]:tcp:80 from VS [10.0.0.2]:tcp:80",
            "Shutting down service [127.0.0.14]:tcp:80 from VS [10.0.0.2]:tcp:80",
            "Shutting down service [127.0.0.15]:tcp:80 from VS [10.0.0.2]:tcp:80",
            "Shutting down service [127.0.0.17]:tcp:80 from VS [10.0.0.2]:tcp:80",
            "Shutting down service [127.0.0.18]:tcp:80 from VS [10.0.0.3]:tcp:80",
            "Shutting down service [127.0.0.19]:tcp:80 from VS [10.0.0.3]:tcp:80"),
        story.log());
    assertEquals(
        List.of(
            "RS [127.0.0.13]:tcp:80 [10.0.0.2]:tcp:80 DOWN",
            "RS [127.0.0.14]:tcp:80 [10.0.0.2]:tcp:80 DOWN",
            "RS [127.0.0.15]:tcp:80 [10.0.0.2]:tcp:80 DOWN",
            "RS [127.0.0.17]:tcp:80 [10.0.0.2]:tcp:80 DOWN",
            "VS [10.0.0.2]:tcp:80 DOWN"),
        story.fifo());
    assertEquals(List.of(), story.table());
    assertEquals(0, story.prober.running);
  }

  @Test
  void checksOfOneTargetAreMadeOnce() {
    var story = new EngineStory();
    var shared = tcp("127.0.0.1", 80);
    story.start(
        Configs.config(
            service("10.0.0.1", 80, server("127.0.0.1", 80, shared)),
            service("10.0.0.2", 80, server("127.0.0.1", 80, shared))));
    story.seconds(9);
    assertEquals(List.of("1000 0", "3001 0", "5002 0", "7003 0"), story.prober.attempts);
    story.prober.fail(shared);
    story.seconds(4);
    assertEquals(List.of("[10.0.0.1]:tcp:80 wrr", "[10.0.0.2]:tcp:80 wrr"), story.table());
    var view = story.engine.snapshot().services().getFirst();
    var check = view.servers().getFirst().checks().getFirst();
    assertEquals(2, check.sharedBy());
    assertEquals("connection refused", check.lastResult());
  }
}
