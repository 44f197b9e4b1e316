package keepalived.vrrp.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import keepalived.lab.Await;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Our daemon and the original share addresses: every kind of advert at once, on one cable. One
/// dies and the other takes over; it returns and preempts; it stops in order.
@Tag("linux")
class InteroperationTest {

  /// The router preempts its successor, which takes one interval of the original's. Listening
  /// again, as for a new master, would take its master-down time: three intervals and 0.41 s.
  private static final Duration RECLAIMED = Duration.ofSeconds(3);

  /// A kind of advert: its configuration for keepalived and in our own notation.
  private record Kind(int vrid, String theirs, String ours, String address) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(51, "", "", "10.0.0.151"),
          new Kind(
              52,
              "authentication { \n auth_type PASS\n auth_pass secret\n }",
              "pass=secret",
              "10.0.0.152"),
          new Kind(
              53,
              "authentication { \n auth_type AH\n auth_pass secret\n }",
              "ah=secret",
              "10.0.0.153"),
          new Kind(54, "version 3", "v3", "10.0.0.154"),
          new Kind(55, "version 3\n advert_int 0.2", "v3 ms=200", "10.0.0.155"),
          new Kind(
              56,
              "version 3\n unicast_src_ip SELF\n unicast_peer { \n PEER\n }",
              "v3 src=SELF peer=PEER",
              "10.0.0.156"),
          new Kind(
              57,
              "unicast_src_ip SELF\n unicast_peer { \n PEER\n }",
              "src=SELF peer=PEER",
              "10.0.0.157"),
          new Kind(58, "version 3", "v6", "fe80::158"),
          new Kind(59, "use_vmac", "vmac", "10.0.0.159"),
          new Kind(60, "version 3\n use_vmac", "v6 vmac", "fe80::160"));

  private static final List<String> ADDRESSES = KINDS.stream().map(Kind::address).toList();

  /// The kinds that are advertised once a second: the test listens for more than three seconds.
  private static final List<String> SECONDLY =
      KINDS.stream().filter(k -> k.vrid() != 55).map(Kind::address).toList();

  private static String addressed(String text, int host) {
    return text.replace("SELF", "10.0.0." + (host + 1)).replace("PEER", "10.0.0." + (2 - host));
  }

  private static String configuration(int host, int priority) {
    var text = new StringBuilder("global_defs { \n router_id R\n }\n");
    for (var kind : KINDS) {
      text.append(
          """
          vrrp_instance V%d {
            interface eth0
            virtual_router_id %d
            priority %d
            %s
            virtual_ipaddress {
              %s/%d
            }
          }
          """
              .formatted(
                  kind.vrid(),
                  kind.vrid(),
                  priority,
                  addressed(kind.theirs(), host),
                  kind.address(),
                  kind.address().contains(":") ? 64 : 24));
    }
    return text.toString();
  }

  private static String[] instances(int host, int priority) {
    var texts = new ArrayList<String>();
    for (var kind : KINDS) {
      texts.add(
          "name=V%d vrid=%d dev=eth0 %s prio=%d vip=%s/%d"
              .formatted(
                  kind.vrid(),
                  kind.vrid(),
                  addressed(kind.ours(), host),
                  priority,
                  kind.address(),
                  kind.address().contains(":") ? 64 : 24));
    }
    return texts.toArray(String[]::new);
  }

  private static Program start(TwoHosts hosts, int host, boolean ours) {
    int priority = host == TwoHosts.A ? 150 : 100;
    return ours
        ? hosts.ours(host, instances(host, priority))
        : hosts.theirs(host, configuration(host, priority));
  }

  private static void assertHolder(TwoHosts hosts, int holder, boolean other, String when) {
    Await.until(
        () ->
            when
                + ":\n"
                + hosts.ip(TwoHosts.A, "-o", "addr")
                + hosts.ip(TwoHosts.B, "-o", "addr")
                + hosts.said(),
        () ->
            hosts.has(holder, ADDRESSES, true)
                && (other || hosts.has(1 - holder, ADDRESSES, false)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneHolderWhateverHappens(boolean oursPreferred) {
    try (var hosts = new TwoHosts()) {
      var other = start(hosts, TwoHosts.B, !oursPreferred);
      assertHolder(hosts, TwoHosts.B, false, "alone");
      var preferred = start(hosts, TwoHosts.A, oursPreferred);
      assertHolder(hosts, TwoHosts.A, false, "preempted");
      preferred.crash();
      assertHolder(hosts, TwoHosts.B, true, "after the crash of the master");
      preferred = start(hosts, TwoHosts.A, oursPreferred);
      assertHolder(hosts, TwoHosts.A, false, "after it came back");
      preferred.stop();
      assertHolder(hosts, TwoHosts.B, false, "after the master resigned");
      other.stop();
      for (var kind : KINDS) {
        var resigned = Pattern.compile("\\(V%d\\) \\w+ received priority 0".formatted(kind.vrid()));
        assertTrue(resigned.matcher(other.output()).find(), other::output);
      }
      assertEquals(List.of(), complaints(other), other.output());
      assertEquals(List.of(), complaints(preferred), preferred.output());
    }
  }

  /// Complaints in the log, except about one advert with AH that crossed another. The preempting
  /// router and the one that has not heard it yet both continue from the last number that they
  /// received, as the format requires, so the same number is sent twice. A replay would have a
  /// lower one.
  private static List<String> complaints(Program daemon) {
    return daemon
        .output()
        .lines()
        .filter(
            line ->
                line.matches(
                    "(?i).*(checksum|mismatch|wrong version|invalid|unexpected|expected|"
                        + "discarding .*cast|ERROR|Exception|Cant send|already processed|No AH).*"))
        .filter(line -> !crossed(daemon, line))
        .toList();
  }

  private static boolean crossed(Program daemon, String complaint) {
    var twice = Pattern.compile("number (\\d+) already processed.*Local\\(\\1\\)");
    return twice.matcher(complaint).find()
        && daemon.output().lines().filter(line -> line.contains("already processed")).count() == 1;
  }

  /// The addresses stay in the kernel of a stopped process, so two hosts have them during the stop.
  /// Not longer: the router hears its successor, which it preempts at once.
  @Test
  void aProcessThatWasStoppedReclaimsFromItsSuccessor() {
    try (var hosts = new TwoHosts()) {
      var theirs = start(hosts, TwoHosts.B, false);
      var ours = start(hosts, TwoHosts.A, true);
      assertHolder(hosts, TwoHosts.A, false, "at first");
      ours.signal("STOP");
      assertHolder(hosts, TwoHosts.B, true, "while we stand still");
      ours.signal("CONT");
      assertTrue(
          Await.holdsWithin(
              RECLAIMED,
              () ->
                  hosts.has(TwoHosts.A, SECONDLY, true) && hosts.has(TwoHosts.B, SECONDLY, false)),
          ours::output);
      assertTrue(ours.output().contains("VRRP thread timer expired"), ours::output);
      assertHolder(hosts, TwoHosts.A, false, "after we heard it");
      ours.stop();
      theirs.stop();
    }
  }
}
