package keepalived.healthcheck.engine;

import static keepalived.healthcheck.engine.Configs.endpoint;
import static keepalived.healthcheck.engine.Configs.server;
import static keepalived.healthcheck.engine.Configs.service;
import static keepalived.healthcheck.engine.Configs.tcp;
import static keepalived.healthcheck.engine.Configs.vary;
import static keepalived.healthcheck.engine.Configs.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.core.config.GlobalSettings.LvsGlobals;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.LvsConfig.VirtualServerGroup;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.config.VirtualServer;
import keepalived.core.net.IpAddress;
import org.junit.jupiter.api.Test;

/// One kernel service in two blocks of the configuration. The behaviour of 2.2.7 was observed in
/// User-Mode Linux: there, a destination in both blocks is removed as soon as one block removes it,
/// and every second attempt logs an error.
class SharedServicesTest {

  private static final Check A = tcp("10.1.0.1", 80);
  private static final Check B = tcp("10.1.0.2", 80);
  private static final Check C = tcp("10.1.0.3", 80);

  private static VirtualServer first() {
    return vary(
        service("10.0.0.1", 80, weight(3, server("10.1.0.1", 80, A)), server("10.1.0.2", 80, B)),
        p -> p.sorry("10.1.0.8", 80, false));
  }

  private static VirtualServer second() {
    return vary(
        service("10.0.0.1", 80, server("10.1.0.3", 80, C), weight(7, server("10.1.0.2", 80, B))),
        p -> p.scheduler("rr").sorry("10.1.0.9", 80, false));
  }

  private static List<String> table(String... destinations) {
    var lines = new ArrayList<>(List.of("[10.0.0.1]:tcp:80 wrr"));
    for (var destination : destinations) {
      lines.add("  [10.1.0." + destination);
    }
    return lines;
  }

  @Test
  void itHasTheServersOfBothAndTheSchedulerOfTheFirst() {
    var story = new EngineStory().start(Configs.config(first(), second()));
    assertEquals(table("1]:80 3", "2]:80 1", "3]:80 1"), story.table());
    story.seconds(100);
    assertEquals(table("1]:80 3", "2]:80 1", "3]:80 1"), story.table());
    assertEquals(0, story.engine.snapshot().repairs());
  }

  @Test
  void eachBlockHasItsOwnQuorumAndSorryServer() {
    var story = new EngineStory().start(Configs.config(first(), second()));
    story.seconds(3);
    story.prober.fail(C);
    story.seconds(5);
    assertEquals(table("1]:80 3", "2]:80 1"), story.table());
    story.prober.fail(B);
    story.seconds(5);
    assertEquals(table("1]:80 3", "9]:80 1"), story.table(), "the second block has none left");
    story.prober.fail(A);
    story.seconds(5);
    assertEquals(table("9]:80 1", "8]:80 1"), story.table());
    List.of(A, B, C).forEach(story.prober::heal);
    story.seconds(5);
    assertEquals(
        List.of("  [10.1.0.1]:80 3", "  [10.1.0.2]:80 1", "  [10.1.0.3]:80 1"),
        story.table().stream().skip(1).sorted().toList());
  }

  @Test
  void aServerThatOneOfTheBlocksFoundDeadIsOut() {
    var other = tcp("10.1.0.2", 443);
    var config =
        Configs.config(
            first(), vary(second(), p -> p.servers(weight(7, server("10.1.0.2", 80, other)))));
    var story = new EngineStory().start(config);
    story.prober.fail(other);
    story.seconds(5);
    assertEquals(table("1]:80 3", "9]:80 1"), story.table());
    story.prober.heal(other);
    story.seconds(5);
    assertEquals(table("1]:80 3", "2]:80 1"), story.table());
  }

  @Test
  void theSorryServerOfOneMayBeARealServerOfTheOther() {
    var alone =
        vary(
            service("10.0.0.1", 80, server("10.1.0.3", 80, C)),
            p -> p.sorry("10.1.0.1", 80, false));
    var story =
        new EngineStory()
            .start(Configs.config(service("10.0.0.1", 80, server("10.1.0.1", 80, A)), alone));
    story.prober.fail(C);
    story.prober.fail(A);
    story.seconds(5);
    assertEquals(table("1]:80 1"), story.table(), "it stands in, dead or not");
  }

  @Test
  void whenOneBlockGoesItsServersGo() {
    var story = new EngineStory().start(Configs.config(first(), second()));
    story.seconds(3);
    story.engine.reconfigure(Configs.config(first()), LvsGlobals.DEFAULT);
    assertEquals(table("1]:80 3", "2]:80 1"), story.table());
    story.engine.reconfigure(Configs.config(first(), second()), LvsGlobals.DEFAULT);
    assertEquals(table("1]:80 3", "2]:80 1", "3]:80 1"), story.table());
    story.engine.reconfigure(Configs.config(second()), LvsGlobals.DEFAULT);
    assertEquals(
        List.of("[10.0.0.1]:tcp:80 rr", "  [10.1.0.2]:80 7", "  [10.1.0.3]:80 1"), story.table());
    story.engine.reconfigure(Configs.config(), LvsGlobals.DEFAULT);
    assertEquals(List.of(), story.table());
  }

  @Test
  void groupsMayOverlapInAddressesAndMarks() {
    var groups =
        Map.of(
            "G", group("G", range("10.0.0.3", "10.0.0.5"), new Member.Mark(7, Optional.empty())),
            "H", group("H", range("10.0.0.5", "10.0.0.6"), new Member.Mark(7, Optional.empty())));
    var story = new EngineStory();
    story.start(
        new LvsConfig(
            List.of(
                ofGroup("G", service("10.0.0.1", 80, server("10.1.0.1", 80, A))),
                ofGroup("H", service("10.0.0.1", 80, server("10.1.0.2", 80, B)))),
            groups,
            Optional.empty()));
    assertEquals(
        List.of(
            "[10.0.0.3]:tcp:80 wrr",
            "  [10.1.0.1]:80 1",
            "[10.0.0.4]:tcp:80 wrr",
            "  [10.1.0.1]:80 1",
            "[10.0.0.5]:tcp:80 wrr",
            "  [10.1.0.1]:80 1",
            "  [10.1.0.2]:80 1",
            "FWM 7 wrr",
            "  [10.1.0.1]:80 1",
            "  [10.1.0.2]:80 1",
            "[10.0.0.6]:tcp:80 wrr",
            "  [10.1.0.2]:80 1"),
        story.table());
    assertEquals(1, story.log().stream().filter(l -> l.contains("earlier virtual server")).count());
  }

  /// Two ports of one host are one destination when the method cannot change the port.
  @Test
  void oneHostAtTwoPortsIsInWhileBothAnswer() {
    var high = tcp("10.1.0.1", 8080);
    var low = tcp("10.1.0.1", 80);
    var group = group("G", range("10.0.0.3", "10.0.0.3"));
    var direct =
        ofGroup(
            "G",
            service(
                "10.0.0.1",
                80,
                Configs.directly(server("10.1.0.1", 8080, high)),
                Configs.directly(weight(4, server("10.1.0.1", 80, low)))));
    var story = new EngineStory();
    story.start(new LvsConfig(List.of(direct), Map.of("G", group), Optional.empty()));
    var up = List.of("[10.0.0.3]:tcp:80 wrr", "  [10.1.0.1]:80 1");
    assertEquals(up, story.table());
    story.prober.fail(high);
    story.seconds(5);
    assertEquals(List.of("[10.0.0.3]:tcp:80 wrr"), story.table());
    story.prober.heal(high);
    story.seconds(5);
    assertEquals(up, story.table());
    story.forget();
    var config = new LvsConfig(List.of(direct), Map.of("G", group), Optional.empty());
    story.engine.reconfigure(config, LvsGlobals.DEFAULT);
    assertFalse(story.log().stream().anyMatch(line -> line.contains("weight")));
  }

  private static VirtualServer ofGroup(String name, VirtualServer like) {
    return vary(
        like, p -> p.address(new VirtualServer.Address.Group(name), VirtualServer.Protocol.TCP));
  }

  private static VirtualServerGroup group(String name, Member... members) {
    return new VirtualServerGroup(name, List.of(members));
  }

  private static Member range(String from, String to) {
    return new Member.Range(address(from), address(to), 80);
  }

  private static IpAddress address(String text) {
    return endpoint(text, 0).address();
  }
}
