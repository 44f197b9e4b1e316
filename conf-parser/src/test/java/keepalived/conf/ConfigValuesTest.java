package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.host.HostFacts;
import keepalived.conf.lint.ClusterLint;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Check;
import keepalived.core.config.Config;
import keepalived.core.config.Forwarding;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VrrpInstance.Authentication;
import keepalived.core.config.VrrpInstance.Transport;
import keepalived.core.config.VrrpInstance.Version;
import keepalived.core.config.iproute.VirtualRoute;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.Tracking;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;
import org.junit.jupiter.api.Test;

/// The values of the records: every default is set, and every value is inherited.
class ConfigValuesTest {

  private static Config config(String name) {
    return TestFiles.read(
            TestFiles.RESOURCES.resolve("configs/" + name + ".conf"), TableHost.recorded())
        .config();
  }

  private static Config read(String text) {
    return ConfigReader.read("test", text, ConfigReader.Options.of("vm").host(TableHost.recorded()))
        .config();
  }

  private static String instance(String name, int vrid, String more) {
    return "vrrp_instance %s {\n interface eth0\n virtual_router_id %d\n %s\n virtual_ipaddress {\n 10.0.0.%d\n }\n}\n"
        .formatted(name, vrid, more, vrid);
  }

  /// D-046: the kernel counts in quarters of a millisecond.
  @Test
  void rttvar_is_what_the_file_says() {
    var routes = read("static_routes {\n 10.8.0.0/24 dev eth0 rttvar 20ms\n}\n").vrrp().statics();
    assertEquals(
        List.of(new VirtualRoute.Metric(5, 80, false, Optional.empty())),
        routes.routes().getFirst().metrics());
  }

  @Test
  void members_of_a_track_group_follow_the_interfaces_of_static_items() {
    var config =
        read(
            "track_group G {\n group {\n A\n B\n }\n}\n"
                + "static_ipaddress {\n 10.9.0.1/24 dev eth3 track_group G\n}\n"
                + "static_routes {\n 10.8.0.0/24 dev eth4 track_group G\n}\n"
                + "static_rules {\n from 10.7.0.1 iif eth5 table 7 preference 9 track_group G\n}\n"
                + instance("A", 1, "track_interface {\n eth3 weight 5\n }")
                + instance("B", 2, "")
                + instance("C", 3, ""));
    var instances = config.vrrp().instances();
    assertEquals(
        List.of(
            new Tracking.Entry("eth3", 5, false),
            new Tracking.Entry("eth4", 0, false),
            new Tracking.Entry("eth5", 0, false)),
        instances.get("A").tracking().interfaces());
    assertEquals(
        List.of("eth3", "eth4", "eth5"),
        instances.get("B").tracking().interfaces().stream().map(Tracking.Entry::name).toList());
    assertEquals(List.of(), instances.get("C").tracking().interfaces());
  }

  /// The expected scripts are those that keepalived 2.2.7 ran.
  @Test
  void quotes_within_a_quoted_command() {
    assertEquals(List.of("/s", "c d", "e"), words("\"/s \\\"c d\\\" e\""));
    assertEquals(List.of("/s", "a \"b", "c"), words("\"/s 'a \\\"b' c\""));
    assertEquals(List.of("/s", "a", "b", "c"), words("\"/s a\\ b c\""));
    assertEquals(List.of("/s", "c d", "e"), words("'/s \"c d\" e'"));
    assertEquals(List.of("/s", "\"q", "z\""), words("\"/s \\\\\\\"q z\\\\\\\"\""));
    assertEquals(List.of("/s", "a", "b", "A", "A"), words("\"/s a\\tb \\x41 \\101\""));
    assertEquals(List.of("/s", "a bc", "d"), words("\"/s 'a b'c d\""));
  }

  private static List<String> words(String command) {
    var notices = read(instance("A", 1, "notify_master " + command)).vrrp().instances().get("A");
    return notices.notices().scripts().master().orElseThrow().words();
  }

  @Test
  void unicast_that_is_guarded_needs_no_hint() {
    String peers = "unicast_src_ip 10.0.0.1\n unicast_peer {\n 10.0.0.2 %s\n }";
    assertTrue(hintsAtUnicast(instance("A", 1, peers.formatted(""))));
    assertFalse(hintsAtUnicast(instance("A", 1, peers.formatted("min_ttl 255"))));
    assertFalse(hintsAtUnicast(instance("A", 1, "check_unicast_src\n " + peers.formatted(""))));
  }

  private static boolean hintsAtUnicast(String text) {
    var options = ConfigReader.Options.of("vm").host(TableHost.recorded());
    return ConfigReader.read("test", text, options).diagnostics().stream()
        .anyMatch(d -> d.code() == Code.UNICAST_UNAUTHENTICATED);
  }

  /// The expected numbers are those of keepalived 2.2.7 for links with an MTU of 1500 bytes.
  @Test
  void addresses_that_an_advert_has_no_room_for_are_excluded_ones() {
    assertEquals(List.of(255, 46), room("", "10.9.%d.%d/32", 300));
    assertEquals(List.of(89, 32), room("native_ipv6", "fd00:9::%x:%x/64", 120));
    assertEquals(List.of(255, 1), room("", "10.9.%d.%d/32", 254));
  }

  private static List<Integer> room(String more, String address, int count) {
    var text = new StringBuilder("vrrp_instance A {\n interface eth0\n virtual_router_id 1\n");
    text.append(" version 3\n ").append(more).append("\n virtual_ipaddress {\n");
    for (int i = 0; i < count; i++) {
      text.append(address.formatted(1 + i / 200, 1 + i % 200)).append('\n');
    }
    text.append(address.formatted(9, 9)).append("\n }\n virtual_ipaddress_excluded {\n");
    if (count == 254) {
      text.append("10.8.0.1\n");
    }
    var read = read(text.append(" }\n}\n").toString()).vrrp().instances().get("A");
    return List.of(read.addresses().size(), read.excluded().size());
  }

  @Test
  void an_instance_may_still_ask_for_the_sync_daemon() {
    var one = instance("A", 1, "") + instance("B", 2, "lvs_sync_daemon_interface eth1");
    var daemon = read(one).global().lvs().syncDaemon().orElseThrow();
    assertEquals("eth1", daemon.interfaceName());
    assertEquals(Optional.of("B"), daemon.instance());
    var both = read("global_defs {\n lvs_sync_daemon eth2 A\n}\n" + one).global().lvs();
    assertEquals("eth2", both.syncDaemon().orElseThrow().interfaceName());
  }

  @Test
  void priority_changes_of_members_are_told_when_the_group_says_so() {
    String group = "vrrp_sync_group G {\n group {\n A\n B\n }\n notify_priority_changes\n}\n";
    var config =
        read(
            group
                + instance("A", 1, "")
                + instance("B", 2, "notify_priority_changes off")
                + instance("C", 3, ""));
    var told =
        config.vrrp().instances().values().stream()
            .filter(i -> i.notices().priorityChanges())
            .map(i -> i.name())
            .toList();
    assertEquals(List.of("A"), told);
  }

  @Test
  void an_haproxy_pair() {
    var config = config("site-haproxy-pair");
    var vi = config.vrrp().instances().get("VI_1");
    assertEquals(51, vi.vrid());
    assertEquals(Version.V2, vi.version());
    assertEquals(Family.IPV4, vi.family());
    assertEquals(101, vi.election().priority());
    assertTrue(vi.election().wantsMaster());
    assertTrue(vi.election().preempt());
    assertEquals(Duration.ofSeconds(1), vi.election().advertInterval());
    assertEquals(3, vi.election().downTimerAdverts());
    assertEquals(new Authentication.Password("k4pass"), vi.authentication());
    assertEquals(
        "224.0.0.18",
        assertInstanceOf(Transport.Multicast.class, vi.transport()).group().toString());
    assertEquals(Duration.ofSeconds(1), vi.announcements().delay());
    assertEquals(5, vi.announcements().repeat());
    // The default comes from the globals, which set nothing in this file.
    assertEquals(Duration.ofSeconds(5), vi.announcements().lowerPriorityDelay());
    var vip = vi.addresses().getFirst();
    assertEquals(IpPrefix.of("172.16.100.1/16"), vip.prefix());
    assertEquals(Optional.of("eth0:0"), vip.label());
    assertEquals(Optional.of("eth0"), vip.interfaceName());
    assertEquals(List.of(2, -2), vi.tracking().scripts().stream().map(e -> e.weight()).toList());
    var down = config.vrrp().scripts().get("chk_down");
    assertEquals(Script.Kind.READABLE, down.script().kind());
    assertEquals(Duration.ofSeconds(1), down.timeout());
    assertEquals(2, config.global().mail().recipients().size());
    assertTrue(config.global().scripts().security());
  }

  @Test
  void shell_syntax_is_run_by_a_shell() {
    var script = config("site-old-tutorial").vrrp().scripts().get("check_nginx").script();
    assertEquals(Script.Kind.SHELL, script.kind());
    assertEquals("[[ -f /var/run/nginx.down ]] && exit 1 || exit 0", script.text());
  }

  @Test
  void the_gateway_says_of_which_family_default_is_and_routes_stand_beside_others() {
    var more = "virtual_routes {\n default via inet6 fd00::1 dev eth0\n default via 10.0.0.9\n }";
    var routes = read(instance("A", 1, more)).vrrp().instances().get("A").routes();
    assertEquals(
        List.of(IpPrefix.parse("::/0").orElseThrow(), IpPrefix.of("0.0.0.0/0")),
        routes.stream().map(VirtualRoute::destination).toList());
    assertEquals(
        List.of(VirtualRoute.Install.PREPEND, VirtualRoute.Install.PREPEND),
        routes.stream().map(VirtualRoute::install).toList());
  }

  @Test
  void a_script_that_nothing_tracks_is_not_among_those_that_run() {
    var script = "vrrp_script %s {\n script /bin/true\n}\n";
    var config =
        read(
            script.formatted("used")
                + script.formatted("idle")
                + instance("A", 1, "track_script {\n used\n }"));
    assertEquals(List.of("used", "idle"), List.copyOf(config.vrrp().scripts().keySet()));
    assertEquals(List.of("used"), List.copyOf(config.vrrp().trackedScripts().keySet()));
  }

  @Test
  void a_sync_daemon_asked_for_in_an_instance_has_id_0() {
    var daemon =
        read(instance("A", 7, "lvs_sync_daemon_interface eth0")).global().lvs().syncDaemon();
    assertEquals(0, daemon.orElseThrow().id().orElseThrow());
    assertEquals("A", daemon.orElseThrow().instance().orElseThrow());
  }

  @Test
  void weights_count_in_a_group_with_global_tracking() {
    var config =
        read(
            "vrrp_script s {\n script /bin/true\n}\n"
                + "vrrp_sync_group G {\n group {\n A\n }\n global_tracking\n}\n"
                + instance("A", 1, "track_script {\n s weight 2\n }"));
    assertEquals(
        List.of(new Tracking.Entry("s", 2, false)),
        config.vrrp().instances().get("A").tracking().scripts());
  }

  @Test
  void unicast_of_version_3() {
    var cloud = config("site-unicast-cloud").vrrp().instances().get("cloud");
    var unicast = assertInstanceOf(Transport.Unicast.class, cloud.transport());
    assertEquals(Version.V3, cloud.version());
    assertEquals(Duration.ofMillis(500), cloud.election().advertInterval());
    assertEquals(250, unicast.peers().getFirst().minTtl());
    assertTrue(unicast.checkSource(), "a TTL limit switches source checking on");
    assertTrue(cloud.advertOptions().skipCheckAddresses());
    assertEquals(1, cloud.excluded().size());
    assertEquals(50, cloud.routes().getFirst().metric().getAsLong());
    assertEquals(1000, cloud.rules().getFirst().preference());
  }

  @Test
  void ipv6_addresses() {
    var v6 = config("site-ipv6").vrrp().instances().get("V6");
    assertEquals(Version.V3, v6.version());
    assertEquals(Family.IPV6, v6.family());
    assertEquals(253, v6.addresses().getFirst().scope(), "link-local addresses have link scope");
    assertEquals(0, v6.addresses().get(1).preferredLifetime().getAsLong());
    assertEquals(Duration.ofSeconds(30), v6.election().preemptDelay());
  }

  @Test
  void checkers_inherit() {
    var services = config("site-checks").lvs().virtualServers();
    var mail = services.getFirst();
    var check =
        assertInstanceOf(Check.SmtpCheck.class, mail.realServers().getFirst().checks().getFirst());
    assertEquals(Duration.ofSeconds(10), check.timing().delayLoop());
    assertEquals(Duration.ofSeconds(10), check.timing().warmup());
    assertEquals(2, check.timing().retry());
    assertEquals(Duration.ofSeconds(4), check.connection().timeout());
    assertEquals("check.example.com", check.heloName());
    assertEquals(2, mail.quorum().quorum());
    var dns = services.get(1);
    assertTrue(dns.onepacket());
    assertEquals(VirtualServer.Protocol.UDP, dns.protocol());
    var query =
        assertInstanceOf(Check.DnsCheck.class, dns.realServers().getFirst().checks().getFirst());
    assertEquals(3, query.timing().retry(), "the default of DNS_CHECK");
    assertEquals(query.timing().delayLoop(), query.timing().delayBeforeRetry());
  }

  /// The expected values are those in the original's dump of its checkers.
  @Test
  void hosts_of_a_mail_check_share_all_but_the_connection() {
    var servers = config("smtp-hosts").lvs().virtualServers().getFirst().realServers();
    var first = servers.getFirst().checks().stream().map(Check.SmtpCheck.class::cast).toList();
    assertEquals(
        List.of("[10.0.0.11]:25 7", "[10.0.0.13]:25 5", "[10.0.0.15]:587 3"),
        first.stream()
            .map(c -> c.connection().target() + " " + c.connection().timeout().toSeconds())
            .toList());
    for (var check : first) {
      var timing = check.timing();
      assertEquals("h", check.heloName());
      assertEquals(8, timing.retry(), "said last, in a host");
      assertEquals(Duration.ofSeconds(2), timing.delayBeforeRetry());
      assertEquals(Duration.ofSeconds(9), timing.delayLoop());
      assertEquals(Duration.ofSeconds(4), timing.warmup());
      assertTrue(timing.alpha());
      assertTrue(timing.logAllFailures());
    }
    assertEquals("10.0.0.1", first.getLast().connection().bindAddress().orElseThrow().toString());
    var second = servers.getLast().checks();
    assertEquals(1, second.size(), "none of its own without an option of the connection");
    var check = assertInstanceOf(Check.SmtpCheck.class, second.getFirst());
    assertEquals("after", check.heloName());
    assertEquals(6, check.timing().retry());
  }

  @Test
  void granularity_of_an_ipv6_group_is_a_prefix_length() {
    var service = config("granularity-group").lvs().virtualServers().getFirst();
    assertEquals(64, service.persistence().orElseThrow().granularity());
  }

  @Test
  void local_addresses_of_full_nat() {
    var lvs = config("local-addresses").lvs();
    var inside = lvs.localAddressGroups().get("inside");
    assertEquals(
        List.of("10.3.0.201", "10.3.0.202", "10.3.0.203", "10.3.0.209"),
        inside.of(Family.IPV4).stream().map(Object::toString).toList());
    assertEquals(3, inside.of(Family.IPV6).size());
    var service = lvs.virtualServers().getFirst();
    assertEquals(new Forwarding.FullNat(), service.forwarding());
    assertEquals(Optional.of("inside"), service.localAddressGroup());
  }

  @Test
  void direct_routing_keeps_the_port_of_the_service() {
    var service = config("dr-port").lvs().virtualServers().getFirst();
    assertEquals(new Forwarding.DirectRoute(), service.forwarding());
    assertEquals(80, service.realServers().getFirst().endpoint().port());
  }

  @Test
  void an_owner_and_a_master_without_priority() {
    var master = config("master-nopri").vrrp().instances().get("VI_1").election();
    assertEquals(255, master.priority());
    assertTrue(master.wantsMaster());
    var backup = config("255-backup").vrrp().instances().get("VI_1").election();
    assertTrue(backup.explicitBackup());
    assertFalse(backup.wantsMaster());
  }

  @Test
  void a_missing_file_does_not_pass() {
    var result = TestFiles.read(TestFiles.RESOURCES.resolve("no-such.conf"), HostFacts.UNKNOWN);
    assertEquals(6, result.testStatus());
    assertFalse(result.startable());
    assertEquals(Config.EMPTY.vrrp(), result.config().vrrp());
  }

  @Test
  void two_nodes_of_a_cluster() {
    var a = config("site-haproxy-pair");
    var b = config("site-dual-master");
    var found =
        ClusterLint.check(
            List.of(new ClusterLint.Node("a.conf", a), new ClusterLint.Node("b.conf", b)));
    var codes = found.stream().map(Diagnostic::code).toList();
    assertTrue(codes.contains(Code.CLUSTER_AUTHENTICATION), found.toString());
    assertTrue(codes.contains(Code.CLUSTER_PRIORITY), found.toString());
    assertTrue(codes.contains(Code.CLUSTER_VRID), found.toString());
    assertEquals(
        List.of(Code.CLUSTER_PRIORITY, Code.CLUSTER_PRIORITY),
        ClusterLint.check(List.of(new ClusterLint.Node("b1", b), new ClusterLint.Node("b2", b)))
            .stream()
            .map(Diagnostic::code)
            .toList());
  }
}
