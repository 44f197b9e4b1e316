package keepalived.daemon.status;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import keepalived.core.config.Check;
import keepalived.core.config.Forwarding;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.healthcheck.LvsSnapshot;

/// `keepalived_check.data`: services, real servers and checkers, what they are and how they stand,
/// in the original's sections and words.
public final class CheckDump {

  private final StringBuilder text = new StringBuilder();

  private CheckDump() {}

  public static String text(LvsConfig config, LvsSnapshot snapshot) {
    var dump = new CheckDump();
    dump.add("------< SSL definitions >------");
    dump.add(config.tls().isEmpty() ? " Using autogen SSL context" : " Using given SSL context");
    dump.add("------< LVS Topology >------");
    snapshot.kernelProblem().ifPresent(why -> dump.add(" Kernel problem = " + why));
    dump.add(" Repairs = " + snapshot.repairs());
    if (!config.groups().isEmpty()) {
      dump.add(" ------< Virtual server group >------");
      config.groups().values().forEach(dump::group);
    }
    snapshot.services().forEach(dump::service);
    dump.add("------< Health checkers >------");
    for (var service : snapshot.services()) {
      for (var server : service.servers()) {
        server.checks().forEach(check -> dump.check(service, server, check));
      }
    }
    return dump.text.toString();
  }

  private void add(String line) {
    text.append(line).append('\n');
  }

  private void group(LvsConfig.VirtualServerGroup group) {
    add(" Virtual Server Group = " + group.name());
    for (var member : group.members()) {
      add(
          switch (member) {
            case Member.Range(var first, var last, int port) when first.equals(last) ->
                "   VIP = " + first + ", VPORT = " + port;
            case Member.Range(var first, var last, int port) ->
                "   VIP Range = " + first + "-" + last + ", VPORT = " + port;
            case Member.Mark(long mark, _) -> "   FWMARK = " + mark;
          });
    }
  }

  private void service(LvsSnapshot.ServiceView view) {
    var config = view.config();
    add(" ------< Virtual server >------");
    add(
        switch (config.address()) {
          case VirtualServer.Address.Single(var endpoint) ->
              " VS VIP = " + endpoint.address() + ", VPORT = " + endpoint.port();
          case VirtualServer.Address.Mark(long mark) -> " VS FWMARK = " + mark;
          case VirtualServer.Address.Group _ -> " VS GROUP = " + view.name();
        });
    config.virtualHost().ifPresent(host -> line("VirtualHost", host));
    line("Address family", config.family().bits() == 32 ? "inet" : "inet6");
    line("delay_loop", seconds(config.delayLoop()));
    line("lvs_sched", config.scheduler());
    line("flag-1", enabled(config.flags().contains(VirtualServer.Flag.SCHED_1)));
    line("flag-2", enabled(config.flags().contains(VirtualServer.Flag.SCHED_2)));
    line("flag-3", enabled(config.flags().contains(VirtualServer.Flag.SCHED_3)));
    line("One packet scheduling", enabled(config.onepacket()));
    config.persistence().ifPresent(this::persistence);
    line("protocol", protocol(config.protocol()));
    add("   alpha is " + onOff(config.alpha()));
    add("   omega is " + onOff(config.omega()));
    quorum(config.quorum());
    config.snmpName().ifPresent(name -> line("SNMP name", name));
    line("Using smtp notification", yesNo(config.mail()));
    line("default forwarding method", forwarding(config.forwarding()));
    config.sorryServer().ifPresent(sorry -> sorry(sorry, config.protocol()));
    line("alive", view.keys().isEmpty() ? 0 : 1);
    line("quorum_state_up", view.quorum() ? 1 : 0);
    line("live weight", view.liveWeight());
    line("sorry server serving", yesNo(view.sorryServing()));
    view.servers().forEach(this::server);
  }

  private void line(String name, Object value) {
    add("   " + name + " = " + value);
  }

  private void persistence(VirtualServer.Persistence persistence) {
    line("persistence timeout", persistence.timeout().toSeconds());
    persistence.engine().ifPresent(engine -> line("persistence engine", engine));
    if (persistence.granularity() != 32 && persistence.granularity() != 128) {
      line("persistence granularity", persistence.granularity());
    }
  }

  private void quorum(VirtualServer.Quorum quorum) {
    add("   quorum = " + quorum.quorum() + ", hysteresis = " + quorum.hysteresis());
    quorum.up().ifPresent(s -> line("Quorum up notify script", ItemText.script(s)));
    quorum.down().ifPresent(s -> line("Quorum down notify script", ItemText.script(s)));
  }

  private void sorry(VirtualServer.SorryServer sorry, VirtualServer.Protocol protocol) {
    var endpoint = sorry.endpoint();
    line("sorry server", name(endpoint.address().toString(), protocol, endpoint.port()));
    add("     forwarding method = " + forwarding(sorry.forwarding()));
    add("     Inhibit on failure is " + onOff(sorry.inhibit()));
  }

  private static String name(String address, VirtualServer.Protocol protocol, int port) {
    return "[" + address + "]:" + protocol.word() + ":" + port;
  }

  private void server(LvsSnapshot.ServerView view) {
    RealServer config = view.config();
    var endpoint = config.endpoint();
    add("   ------< Real server >------");
    add(
        "   RIP = %s, RPORT = %d, WEIGHT = %d EFF WEIGHT = %d"
            .formatted(endpoint.address(), endpoint.port(), config.weight(), view.weight()));
    line("forwarding method", forwarding(config.forwarding()));
    add("   Alpha is " + onOff(config.alpha()));
    add(
        "   connection limit range = %d -> %d"
            .formatted(config.lowerThreshold(), config.upperThreshold()));
    add("   Inhibit on failure is " + onOff(config.inhibitOnFailure()));
    config.notifyUp().ifPresent(s -> add("     RS up notify script = " + ItemText.script(s)));
    config.notifyDown().ifPresent(s -> add("     RS down notify script = " + ItemText.script(s)));
    config.snmpName().ifPresent(name -> line("SNMP name", name));
    line("Using smtp notification", yesNo(config.mail()));
    line("initial weight", config.weight());
    line("effective weight", view.weight());
    line("alive", view.alive() ? 1 : 0);
    line("num failed checkers", view.checks().stream().filter(c -> !c.up()).count());
    line("RS set", view.inPool() ? 1 : 0);
  }

  private void check(
      LvsSnapshot.ServiceView service, LvsSnapshot.ServerView server, LvsSnapshot.CheckView view) {
    var timing = view.check().timing();
    add(" " + service.name() + " -> " + server.name());
    line("Enabled", yesNo(!view.suspended()));
    line("Up", yesNo(view.up()));
    line("Has run", yesNo(view.ran()));
    line("Alpha", yesNo(timing.alpha()));
    line("Delay loop", micros(timing.delayLoop()));
    line("Warmup", micros(timing.warmup()));
    line("Retries", timing.retry());
    line("Delay before retry", micros(timing.delayBeforeRetry()));
    line("Retries iterations", view.failures());
    line("Log all failures", yesNo(timing.logAllFailures()));
    connection(view.check()).ifPresent(this::connection);
    line("Keepalive method", method(view.check()));
    details(view.check());
    if (!view.lastResult().isEmpty()) {
      line("Last result", view.lastResult());
    }
  }

  private static Optional<Check.Connection> connection(Check check) {
    return switch (check) {
      case Check.TcpCheck tcp -> Optional.of(tcp.connection());
      case Check.HttpCheck http -> Optional.of(http.connection());
      case Check.SmtpCheck smtp -> Optional.of(smtp.connection());
      case Check.DnsCheck dns -> Optional.of(dns.connection());
      case Check.UdpCheck udp -> Optional.of(udp.connection());
      case Check.PingCheck ping -> Optional.of(ping.connection());
      case Check.MiscCheck _, Check.FileCheck _, Check.BfdCheck _ -> Optional.empty();
    };
  }

  private void connection(Check.Connection connection) {
    add("   Connection");
    add("     Dest = " + connection.target());
    connection
        .bindAddress()
        .ifPresent(from -> add("     Bind to = [" + from + "]:" + connection.bindPort()));
    connection.bindInterface().ifPresent(name -> add("     Bind i/f = " + name));
    if (connection.mark() != 0) {
      add("     Mark = " + connection.mark());
    }
    add("     Timeout = " + seconds(connection.timeout()));
  }

  private static String method(Check check) {
    return switch (check) {
      case Check.TcpCheck _ -> "TCP_CHECK";
      case Check.HttpCheck http ->
          (http.tls().isPresent() ? "SSL_GET" : "HTTP_GET")
              + switch (http.version()) {
                case HTTP_1_0 -> ", http protocol 1.0";
                case HTTP_1_0_CLOSE -> ", http protocol 1.0C";
                case HTTP_1_1 -> ", http protocol 1.1";
              };
      case Check.SmtpCheck _ -> "SMTP_CHECK";
      case Check.DnsCheck _ -> "DNS_CHECK";
      case Check.UdpCheck _ -> "UDP_CHECK";
      case Check.PingCheck _ -> "PING_CHECK";
      case Check.MiscCheck _ -> "MISC_CHECK";
      case Check.FileCheck _ -> "FILE_CHECK";
      case Check.BfdCheck _ -> "BFD_CHECK";
    };
  }

  private void details(Check check) {
    switch (check) {
      case Check.HttpCheck http -> http.urls().forEach(this::url);
      case Check.SmtpCheck smtp -> line("helo", smtp.heloName());
      case Check.DnsCheck dns -> {
        line("Type", dns.type());
        line("Name", dns.name());
      }
      case Check.UdpCheck udp -> {
        line("Payload len", udp.payload().map(p -> p.length() / 2).orElse(0));
        line("Require reply", yesNo(udp.reply().isPresent()));
      }
      case Check.MiscCheck misc -> {
        line("script", ItemText.script(misc.script()));
        line("timeout", misc.timeout().toSeconds());
        line("dynamic", misc.dynamic() ? "YES" : "NO");
      }
      case Check.FileCheck file -> line("Track file", file.trackFile());
      case Check.BfdCheck bfd -> line("BFD instance", bfd.bfdInstance());
      case Check.TcpCheck _, Check.PingCheck _ -> {}
    }
  }

  private void url(Check.Url url) {
    line("Checked url", url.path());
    url.virtualHost().ifPresent(host -> add("     VirtualHost = " + host));
    url.digest().ifPresent(digest -> add("     digest = " + digest));
    url.pattern().ifPresent(pattern -> add("     Regex = \"" + pattern.regex() + "\""));
    add("     HTTP Status Code(s)");
    String codes =
        url.statusCodes().stream()
            .map(c -> c.first() == c.last() ? "" + c.first() : c.first() + "-" + c.last())
            .collect(Collectors.joining(" "));
    add("       " + codes);
  }

  private static String forwarding(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _ -> "NAT";
      case Forwarding.DirectRoute _ -> "DR";
      case Forwarding.FullNat _ -> "FNAT";
      case Forwarding.Tunnel tunnel ->
          "TUN, type = "
              + tunnel.type()
              + (tunnel.type() == Forwarding.Type.GUE ? ", port = " + tunnel.port() : "");
    };
  }

  private static String protocol(VirtualServer.Protocol protocol) {
    return protocol == VirtualServer.Protocol.NONE ? "none" : protocol.name();
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.6f", duration.toNanos() / 1e9);
  }

  private static String micros(Duration duration) {
    return duration.toNanos() / 1000 + " us";
  }

  private static String yesNo(boolean yes) {
    return yes ? "yes" : "no";
  }

  private static String onOff(boolean on) {
    return on ? "ON" : "OFF";
  }

  private static String enabled(boolean on) {
    return on ? "enabled" : "disabled";
  }
}
