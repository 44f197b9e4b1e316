package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.host.HostFacts;
import keepalived.conf.host.LocalHost;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.net.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The message for a file with a mistake: it shows the place, the true cause, and a fix that works.
class MessagesTest {

  private static final String GLOBALS =
      "global_defs {\nenable_script_security\nscript_user root\n}\n";

  private static String instance(String lines) {
    return "vrrp_instance A {\n"
        + "interface eth0\n"
        + "virtual_router_id 5\n"
        + "virtual_ipaddress {\n"
        + "10.0.0.9\n"
        + "}\n"
        + lines
        + "\n}\n";
  }

  private static String server(String service, String lines) {
    return "virtual_server "
        + service
        + " {\nlb_algo rr\nlb_kind NAT\nprotocol TCP\nreal_server 10.0.0.3 80 {\n"
        + lines
        + "\n}\n}\n";
  }

  private static ConfigReader.Result read(String text) {
    var options = ConfigReader.Options.of("vm").host(TableHost.recorded());
    return ConfigReader.read("file", text, options);
  }

  private static String text(Diagnostic d) {
    return "%d:%d+%d %s %s: %s; %s; %s"
        .formatted(
            d.place().line(),
            d.place().column(),
            d.place().length(),
            d.severity().word(),
            d.code().word(),
            d.message(),
            d.cause().orElse("-"),
            d.fix().orElse("-"));
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        arguments(
            "a VRID has no default",
            instance("").replace("id 5", "id 0"),
            "3:19+1 error number-out-of-range: 'virtual_router_id' is 0, which is not between 1 and"
                + " 255; there is no default: without one the instance cannot run; write the number"
                + " that the other nodes of this instance have, 1 to 255"),
        arguments(
            "an old spelling that belongs elsewhere",
            server("10.0.0.1 80", "TCP_CHECK {\nnb_get_retry 3\n}"),
            "7:1+12 error misplaced-keyword: 'nb_get_retry' does not belong in TCP_CHECK; -; here"
                + " it is called 'retry'"),
        arguments(
            "a command with arguments, not quoted",
            GLOBALS + instance("notify_master /bin/true master"),
            "11:25+6 error script-user-unknown: there is no user 'master' to run '/bin/true' as;"
                + " what follows an unquoted command is its user and group; it is never run; if"
                + " these are arguments, quote the command: \"/bin/true master\""),
        arguments(
            "a group that does not exist",
            GLOBALS + instance("notify_master \"/bin/true x\" root nogroup"),
            "11:29+12 error script-user-unknown: there is no group 'nogroup' to run '/bin/true x'"
                + " as; what follows the command is its user and group; it is never run; name ones"
                + " that exist"),
        arguments(
            "a byte order mark",
            "\uFEFF" + instance(""),
            "1:1+1 warning byte-order-mark: the file begins with a byte order mark; it is ignored"
                + " here; keepalived 2.2.7 takes it for part of the word; save the file as"
                + " UTF-8 without it: sed -i '1s/^\\xEF\\xBB\\xBF//' FILE"),
        arguments(
            "an instance twice",
            instance("") + instance(""),
            "9:15+1 error name-taken: a vrrp_instance 'A' is already defined in line 1; this one is"
                + " ignored; -"),
        arguments(
            "a mark without family among both families",
            "virtual_server_group G {\n10.0.0.1 80\nfd00::1 80\nfwmark 20\n}\n"
                + server("group G", ""),
            "4:1+6 error dropped: a mark in a group with IPv4 and IPv6 needs its family; the group"
                + " is dropped; the other members do not tell which packets the mark is for; add"
                + " inet or inet6 after the mark"),
        arguments(
            "mark zero",
            server("fwmark 0", ""),
            "1:23+1 error mark-zero: 0 is no firewall mark; this is dropped; packets without a mark"
                + " have mark 0, and the kernel looks nothing up by it; mark the packets with"
                + " another number, and write that"),
        arguments(
            "a group nobody defines",
            server("group NONE", ""),
            "1:1+14 error group-undefined: there is no virtual_server_group 'NONE'; this virtual"
                + " server is dropped; -; define it: virtual_server_group NONE { ADDRESS PORT }"),
        arguments(
            "one service in two blocks",
            server("10.0.0.1 80", "") + server("10.0.0.1 80", ""),
            "9:1+14 warning same-service: this virtual server is also set up by line 1; both have"
                + " [10.0.0.1]:80: the settings of the first are used for both, with the real"
                + " servers of both; write one block with all real servers"),
        arguments(
            "one service in two groups",
            "virtual_server_group G {\n10.0.0.1-5 80\n}\nvirtual_server_group H {\n10.0.0.4 80\n}\n"
                + server("group G", "")
                + server("group H", ""),
            "15:1+14 warning same-service: this virtual server is also set up by line 7; both have"
                + " [10.0.0.4]:80: the settings of the first are used for both, with the real"
                + " servers of both; write one block with all real servers"),
        arguments(
            "full NAT is ours",
            server("10.0.0.1 80", "").replace("lb_kind NAT", "lb_kind FNAT"),
            "3:9+4 hint own-keyword: 'FNAT' is full NAT, which only this program knows; keepalived"
                + " 2.2.7 refuses this line and uses NAT; -"),
        arguments(
            "a peer that is the node itself",
            instance("unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.1\n}"),
            "1:1+13 warning own-address: unicast_peer 10.0.0.1 of 'A' is an address of this node;"
                + " adverts to it come back to their sender, and the other node gets none; list the"
                + " other nodes only, or choose by node: @other 10.0.0.1"),
        arguments(
            "a virtual address that is the source",
            instance("mcast_src_ip 10.0.0.9"),
            "1:1+13 warning own-address: virtual address 10.0.0.9 of 'A' is also its source"
                + " address; a backup removes the address from its interface; use an address that"
                + " no host has as its own"),
        arguments(
            "a condition without a name",
            "@ vm vrrp_instance A {\n",
            "1:1+22 warning condition-nameless: this line counts nowhere: no name follows its @; -;"
                + " write the name without a blank: @vm vrrp_instance A {"));
  }

  /// Mistakes that `scripts/differences` found: the original reports them with status 5.
  static Stream<String> complaints() {
    String rule = "virtual_rules {\nfrom 10.0.0.1 preference 5 goto 5\n}";
    String bfd = "bfd_instance B {\nneighbor_ip 10.0.0.7\n";
    String check = "BFD_CHECK {\nname B\n";
    return Stream.of(
        instance("").replace("10.0.0.9", "default"),
        instance("").replace("10.0.0.9", "10.0.0.9 peer default"),
        instance("").replace("10.0.0.9", "10.0.0.9 peer 10.0.0.8 brd 10.0.0.255"),
        instance("").replace("10.0.0.9", "fd00::9 label x"),
        instance(rule),
        instance("use_vmac vrrp.1 00:00:5e:00:01:01"),
        instance("use_vmac vrrp.1 01:00:00:00:00:01"),
        instance("unicast_src_ip 10.0.0.1\nunicast_peer {\n10.0.0.2 min_ttl 5 max_ttl 3\n}"),
        bfd + "ttl 3\nmax_hops 4\n}\n" + instance("track_bfd {\nB\n}"),
        bfd + "}\n" + server("10.0.0.1 80", check + "name B\n}"),
        bfd + "}\n" + server("10.0.0.1 80", check + "}\n" + check + "}"),
        GLOBALS
            + "vrrp_script S {\nscript /bin/true\ntimeout 0\n}\n"
            + instance("track_script {\nS\n}"),
        "global_defs {\nprocess_name a234567890123456\n}\n" + instance(""),
        "global_defs {\nlvs_sync_daemon a234567890123456\n}\n" + instance(""),
        instance("garp_lower_prio_repeat 2147483648"),
        instance("garp_extra_if 86401"),
        server("10.0.0.1 80", "").replace("TCP\n", "TCP\npersistence_engine a234567890123456\n"),
        instance("").replace("10.0.0.9", "10.0.0.9 dev eth0 dev eth1"),
        server("10.0.0.1 80", "lvs_method TUN type ipip csum"),
        server("10.0.0.1 80", "lvs_method TUN type gre remcsum"),
        "virtual_server_group G {\n10.0.0.1-1 80\n}\n" + server("group G", ""));
  }

  @ParameterizedTest
  @MethodSource("complaints")
  void complains_as_the_original(String content) {
    assertEquals(5, read(content).testStatus(), content);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void says_what_is_so(String what, String content, String expected) {
    var said = read(content).diagnostics().stream().map(MessagesTest::text).toList();
    assertTrue(said.contains(expected), () -> expected + "\nis not in\n" + String.join("\n", said));
  }

  /// The status is that of the original, even if this program reports more or reads a statement in
  /// another way.
  @Test
  void the_status_of_a_test_is_the_original_s() {
    assertEquals(5, read(server("fwmark 0", "")).testStatus());
    assertEquals(0, read(server("group NONE", "")).testStatus());
    assertEquals(0, read(server("10.0.0.1 80", "") + server("10.0.0.1 80", "")).testStatus());
    String sorry = "sorry_server 10.0.0.3 80\nsorry_server_inhibit\nreal_server";
    var both = read(server("10.0.0.1 80", "").replace("real_server", sorry));
    assertEquals(5, both.testStatus());
    assertEquals(
        List.of(false),
        both.config().lvs().virtualServers().stream()
            .map(s -> s.sorryServer().get().inhibit())
            .toList());
    assertEquals(0, read(server("10.0.0.1 80", "weight 70000")).testStatus());
  }

  @Test
  void weights_are_not_cut() {
    var service =
        read(server("10.0.0.1 80", "weight 2147483647")).config().lvs().virtualServers().getFirst();
    assertEquals(Integer.MAX_VALUE, service.realServers().getFirst().weight());
  }

  @Test
  void files_that_are_none(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("keepalived.conf");
    Files.writeString(file, instance(""));
    assertEquals(List.of(), codes(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertEquals(List.of(Code.FILE_EXECUTABLE), codes(file));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(file, "");
    assertEquals(List.of(Code.NOTHING_TO_RUN), codes(file));
    assertEquals(List.of(Code.FILE_MISSING), codes(directory));
    var device = TestFiles.read(Path.of("/dev/null"), TableHost.recorded()).diagnostics();
    assertTrue(device.getFirst().message().contains("not a regular file"), device::toString);
  }

  private static List<Code> codes(Path file) {
    return TestFiles.read(file, TableHost.recorded()).diagnostics().stream()
        .map(Diagnostic::code)
        .toList();
  }

  @Test
  void scripts_on_this_machine(@TempDir Path directory) throws IOException {
    var host = new LocalHost(new DifferenceSearch.Links(), Optional.empty());
    Path script = directory.resolve("check.sh");
    Files.writeString(script, "#!/bin/sh\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(HostFacts.ScriptStatus.NOT_EXECUTABLE, host.script(script.toString(), false));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertEquals(HostFacts.ScriptStatus.INSECURE, host.script(script.toString(), true));
    var options = ConfigReader.Options.of("vm").host(host);
    var text = GLOBALS + "vrrp_script S {\nscript " + script + "\n}\n";
    var refused = ConfigReader.read("file", text + instance("track_script {\nS\n}"), options);
    assertTrue(
        refused.diagnostics().stream()
            .anyMatch(d -> d.code() == Code.SCRIPT_REFUSED && d.place().line() == 6),
        refused.diagnostics()::toString);
  }

  @Test
  void addresses_of_this_machine() {
    var own = Set.of(IpAddress.parse("10.0.0.9").get(), IpAddress.parse("10.0.0.2").get());
    var host = new LocalHost(new DifferenceSearch.Links(), Optional.empty()).owning(own);
    var options = ConfigReader.Options.of("vm").host(host);
    var said =
        ConfigReader.read(
                "file", instance("unicast_src_ip 10.0.0.7\nunicast_peer {\n10.0.0.2\n}"), options)
            .diagnostics();
    assertEquals(2, said.stream().filter(d -> d.code() == Code.OWN_ADDRESS).count());
  }

  @Test
  void blanks_and_numbers_as_the_original_reads_them() {
    for (String mask :
        List.of("IXUSR | IWGRP | IXGRP", "IXUSR|IWGRP |IXGRP", "IXUSR\t|\tIWGRP|IXGRP")) {
      var result = read("global_defs {\numask " + mask + "\n}\n" + instance(""));
      assertEquals(0, result.testStatus(), mask);
      assertEquals(0130, result.config().global().process().umask(), mask);
    }
    for (String mask : List.of("IXUSR IWGRP", "IXUSR |", "| IXUSR", "IXUSR | | IXGRP", "1 | 2")) {
      assertEquals(5, read("global_defs {\numask " + mask + "\n}\n" + instance("")).testStatus());
    }
    for (String priority : List.of("\" 100\"", "+100", "0100")) {
      assertEquals(0, read(instance("priority " + priority)).testStatus(), priority);
    }
    assertEquals(5, read(instance("preempt_delay 0.1234567")).testStatus());
    assertEquals(0, read(instance("preempt_delay 0.123456")).testStatus());
    assertEquals(5, read(server("10.0.0.1 80", "weight -0")).testStatus());
    assertEquals(5, read("track_file F {\nfile /tmp\ninit_file \"\"\n}\n").testStatus());
  }
}
