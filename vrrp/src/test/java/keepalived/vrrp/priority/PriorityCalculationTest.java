package keepalived.vrrp.priority;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import keepalived.core.config.SyncGroup;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.track.Tracking;
import keepalived.core.net.Ipv4Address;
import keepalived.vrrp.machine.FaultCondition;
import keepalived.vrrp.machine.FaultCondition.Kind;
import keepalived.vrrp.sim.InstanceFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PriorityCalculationTest {

  private final TrackerResults seen = TrackerResults.none();

  @BeforeEach
  void interfaceIsUp() {
    link("eth0", true, "10.0.0.5");
  }

  private void link(String name, boolean up, String... addresses) {
    seen.interfaces()
        .put(
            name,
            new InterfaceStatus(
                name,
                2,
                up,
                1500,
                java.util.Arrays.stream(addresses)
                    .map(a -> keepalived.core.net.IpAddress.parse(a).orElseThrow())
                    .toList()));
  }

  private static Tracking tracking(String kind, String name, int weight, boolean reverse) {
    var entry = List.of(new Tracking.Entry(name, weight, reverse));
    List<Tracking.Entry> none = List.of();
    return new Tracking(
        kind.equals("interface") ? entry : none,
        kind.equals("script") ? entry : none,
        kind.equals("file") ? entry : none,
        kind.equals("process") ? entry : none,
        kind.equals("bfd") ? entry : none);
  }

  private TrackingOutcome assess(VrrpInstance instance) {
    return PriorityCalculation.assess(instance, Optional.empty(), seen);
  }

  private TrackingOutcome tracking(String kind, int weight, boolean reverse) {
    return assess(
        InstanceFixture.of("V", 1, 100).tracking(tracking(kind, "x", weight, reverse)).instance());
  }

  private static Set<FaultCondition> fault(Kind kind, String subject) {
    return new TreeSet<>(Set.of(new FaultCondition(kind, subject)));
  }

  @Test
  void upAndDownByWeightAndDirection() {
    for (var kind : List.of("interface", "script", "process", "bfd")) {
      for (boolean up : List.of(true, false)) {
        link("x", up);
        seen.scripts().put("x", up);
        seen.processes().put("x", up);
        seen.bfd().put("x", up);
        for (boolean reverse : List.of(true, false)) {
          int direction = reverse ? -1 : 1;
          assertEquals(100 + (up ? 20 : 0) * direction, tracking(kind, 20, reverse).priority());
          assertEquals(100 - (up ? 0 : 20) * direction, tracking(kind, -20, reverse).priority());
          assertEquals(up != reverse, tracking(kind, 0, reverse).faults().isEmpty(), kind);
          assertEquals(100, tracking(kind, 0, reverse).priority());
        }
      }
    }
  }

  @Test
  void theEffectivePriorityStaysBetween1And254() {
    seen.scripts().put("x", true);
    assertEquals(254, tracking("script", 253, false).priority());
    seen.scripts().put("x", false);
    assertEquals(1, tracking("script", -253, false).priority());
  }

  @Test
  void anOwnerNeverChanges() {
    seen.scripts().put("x", false);
    var owner =
        InstanceFixture.of("V", 1, 255).tracking(tracking("script", "x", -50, false)).instance();
    assertEquals(255, assess(owner).priority());
    assertEquals(Set.of(), assess(owner).faults());
    var fatal =
        InstanceFixture.of("V", 1, 255).tracking(tracking("script", "x", 0, false)).instance();
    assertEquals(fault(Kind.SCRIPT, "x"), assess(fatal).faults());
  }

  @Test
  void unweightedTrackersAreWaitedForWeightedOnesNot() {
    assertTrue(tracking("script", 0, false).pending());
    assertEquals(false, tracking("script", 10, false).pending());
    assertEquals(100, tracking("script", 10, false).priority());
    assertTrue(tracking("process", 0, false).pending());
  }

  /// Reading takes a moment, and the first notification of an instance has its priority.
  @Test
  void filesAreWaitedFor() {
    assertTrue(tracking("file", 0, false).pending());
    assertTrue(tracking("file", 2, false).pending());
    seen.files().put("x", 3);
    assertEquals(false, tracking("file", 2, false).pending());
  }

  @Test
  void aSessionIsDownUntilItIsUp() {
    assertEquals(false, tracking("bfd", 0, false).pending());
    assertEquals(fault(Kind.BFD, "x"), tracking("bfd", 0, false).faults());
    assertEquals(Set.of(), tracking("bfd", 0, true).faults());
    assertEquals(80, tracking("bfd", -20, false).priority());
    assertEquals(100, tracking("bfd", 20, false).priority());
  }

  @Test
  void filesMultiply() {
    seen.files().put("x", 10);
    assertEquals(130, tracking("file", 3, false).priority());
    assertEquals(70, tracking("file", 3, true).priority());
    assertEquals(fault(Kind.FILE, "x"), tracking("file", 0, false).faults());
    assertEquals(Set.of(), tracking("file", 0, true).faults());
    seen.files().put("x", -254);
    assertEquals(fault(Kind.FILE, "x"), tracking("file", 1, false).faults());
    seen.files().put("x", -253);
    assertEquals(Set.of(), tracking("file", 1, false).faults());
    assertEquals(1, tracking("file", 1, false).priority());
    seen.files().put("x", Integer.MAX_VALUE);
    assertEquals(254, tracking("file", 254, false).priority());
    assertEquals(fault(Kind.FILE, "x"), tracking("file", -254, false).faults());
  }

  private static Optional<SyncGroup> group(Tracking tracking, boolean weighted) {
    return Optional.of(
        new SyncGroup("G", List.of("V"), tracking, weighted, NotifyScripts.NONE, false, false));
  }

  @Test
  void inAGroupWeightsCountOnlyWhenAsked() {
    seen.scripts().put("x", false);
    link("x", false);
    seen.files().put("x", 1);
    var script =
        InstanceFixture.of("V", 1, 100).tracking(tracking("script", "x", -50, false)).instance();
    var link =
        InstanceFixture.of("V", 1, 100).tracking(tracking("interface", "x", -50, false)).instance();
    var file = InstanceFixture.of("V", 1, 100).tracking(tracking("file", "x", 1, false)).instance();
    var none = group(Tracking.NONE, false);
    assertEquals(100, PriorityCalculation.assess(script, none, seen).priority());
    assertEquals(Set.of(), PriorityCalculation.assess(script, none, seen).faults());
    assertEquals(fault(Kind.INTERFACE, "x"), PriorityCalculation.assess(link, none, seen).faults());
    assertEquals(fault(Kind.FILE, "x"), PriorityCalculation.assess(file, none, seen).faults());
    var asked = group(Tracking.NONE, true);
    assertEquals(50, PriorityCalculation.assess(script, asked, seen).priority());
    assertEquals(50, PriorityCalculation.assess(link, asked, seen).priority());
    assertEquals(101, PriorityCalculation.assess(file, asked, seen).priority());
  }

  @Test
  void trackersOfTheGroupActOnEveryMember() {
    seen.scripts().put("x", false);
    var plain = InstanceFixture.of("V", 1, 100).instance();
    var assessment =
        PriorityCalculation.assess(plain, group(tracking("script", "x", 0, false), false), seen);
    assertEquals(fault(Kind.SCRIPT, "x"), assessment.faults());
  }

  /// The weight changes all members alike, so they agree whether or not sync_group_tracking_weight
  /// is set.
  @Test
  void weightsOfTheGroupsOwnTrackersCount() {
    seen.scripts().put("x", true);
    var own = tracking("script", "x", 7, false);
    var member =
        InstanceFixture.of("V", 1, 100).tracking(tracking("script", "x", 50, false)).instance();
    assertEquals(107, PriorityCalculation.assess(member, group(own, false), seen).priority());
    assertEquals(157, PriorityCalculation.assess(member, group(own, true), seen).priority());
    var owner = InstanceFixture.of("V", 1, 255).instance();
    assertEquals(255, PriorityCalculation.assess(owner, group(own, false), seen).priority());
  }

  @Test
  void whatTheInterfaceLacksIsNamed() {
    var plain = InstanceFixture.of("V", 1, 100).instance();
    assertEquals(Optional.of(Ipv4Address.of("10.0.0.5")), assess(plain).address());
    link("eth0", false, "10.0.0.5");
    assertEquals(fault(Kind.INTERFACE_DOWN, "eth0"), assess(plain).faults());
    link("eth0", true);
    assertEquals(fault(Kind.NO_SOURCE_ADDRESS, ""), assess(plain).faults());
    seen.interfaces().remove("eth0");
    assertEquals(fault(Kind.INTERFACE_DOWN, "eth0"), assess(plain).faults());
  }

  @Test
  void aVirtualAddressIsNoSource() {
    link("eth0", true, "10.0.0.101");
    assertEquals(
        fault(Kind.NO_SOURCE_ADDRESS, ""),
        assess(InstanceFixture.of("V", 1, 100).instance()).faults());
    link("eth0", true, "10.0.0.101", "10.0.0.7");
    assertEquals(
        Optional.of(Ipv4Address.of("10.0.0.7")),
        assess(InstanceFixture.of("V", 1, 100).instance()).address());
    link("eth0", true, "2001:db8::5", "fe80::5");
    assertEquals(
        keepalived.core.net.IpAddress.parse("fe80::5"),
        assess(InstanceFixture.of("V", 1, 100).ipv6().instance()).address());
  }

  @Test
  void unicastWithoutPeersIsAFaultWhenAsked() {
    for (boolean fatal : List.of(true, false)) {
      var lonely =
          InstanceFixture.of("V", 1, 100)
              .transport(new Transport.Unicast(Optional.empty(), List.of(), 255, false, fatal))
              .instance();
      assertEquals(fatal ? fault(Kind.NO_PEER, "") : Set.of(), assess(lonely).faults());
    }
  }
}
