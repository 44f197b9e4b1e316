package keepalived.daemon.status;

import java.util.List;
import keepalived.core.config.Config;
import keepalived.core.config.Forwarding;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.LvsConfig.VirtualServerGroup.Member;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.script.Script;
import keepalived.healthcheck.engine.LvsSnapshot;

/// `keepalived_check.data`: the configuration and state of services, real servers and checkers, in
/// the original's sections and words.
public final class CheckDump {

  private final DumpText text = new DumpText();
  private final LvsSnapshot snapshot;
  private final ScriptText scripts;

  private CheckDump(LvsSnapshot snapshot, ScriptText scripts) {
    this.snapshot = snapshot;
    this.scripts = scripts;
  }

  public static String text(Config config, LvsSnapshot snapshot, ScriptText scripts) {
    return new CheckDump(snapshot, scripts).services(config.lvs())
        + CheckerDump.text(config, snapshot, scripts);
  }

  private String services(LvsConfig config) {
    text.heading("SSL definitions");
    text.top(config.tls().isEmpty() ? "Using autogen SSL context" : "Using given SSL context");
    text.heading("LVS Topology");
    snapshot.kernelProblem().ifPresent(why -> text.top("Kernel problem = " + why));
    text.top("Repairs = " + snapshot.repairs());
    if (!config.groups().isEmpty()) {
      text.top("------< Virtual server group >------");
      config.groups().values().forEach(this::group);
    }
    snapshot.services().forEach(this::service);
    return text.toString();
  }

  private void group(LvsConfig.VirtualServerGroup group) {
    var alive =
        snapshot.services().stream()
            .filter(s -> s.config().address().equals(new VirtualServer.Address.Group(group.name())))
            .filter(s -> !s.keys().isEmpty())
            .map(LvsSnapshot.ServiceView::config)
            .toList();
    text.top(
        "Virtual Server Group = %s, IPv4 = %s, IPv6 = %s"
            .formatted(
                group.name(),
                yesNo(alive.stream().anyMatch(s -> s.family().bits() == 32)),
                yesNo(alive.stream().anyMatch(s -> s.family().bits() == 128))));
    group.members().forEach(member -> member(member, alive));
  }

  private void member(Member member, List<VirtualServer> alive) {
    switch (member) {
      case Member.Range(var first, var last, int port) -> {
        boolean one = first.equals(last);
        text.plain(
            (one ? "VIP = " + first : "VIP Range = " + first + "-" + last) + ", VPORT = " + port);
        text.sub(
            "Alive: %d tcp, %d udp, %d sctp"
                .formatted(
                    count(alive, VirtualServer.Protocol.TCP),
                    count(alive, VirtualServer.Protocol.UDP),
                    count(alive, VirtualServer.Protocol.SCTP)));
      }
      case Member.Mark(long mark, _) -> {
        text.plain("FWMARK = " + mark);
        long v4 = alive.stream().filter(s -> s.family().bits() == 32).count();
        text.sub("Alive: %d IPv4, %d IPv6".formatted(v4, alive.size() - v4));
      }
    }
  }

  private static long count(List<VirtualServer> services, VirtualServer.Protocol protocol) {
    return services.stream().filter(s -> s.protocol() == protocol).count();
  }

  private void service(LvsSnapshot.ServiceView view) {
    var config = view.config();
    text.top("------< Virtual server >------");
    text.top(
        switch (config.address()) {
          case VirtualServer.Address.Single(var endpoint) ->
              "VS VIP = " + endpoint.address() + ", VPORT = " + endpoint.port();
          case VirtualServer.Address.Mark(long mark) -> "VS FWMARK = " + mark;
          case VirtualServer.Address.Group _ -> "VS GROUP = " + view.name();
        });
    config.virtualHost().ifPresent(host -> text.line("VirtualHost", host));
    text.line("Address family", config.family().bits() == 32 ? "inet" : "inet6");
    text.line("delay_loop", CheckerDump.seconds(config.delayLoop()));
    text.line("lvs_sched", config.scheduler());
    schedulerFlags(config);
    text.line("One packet scheduling", enabled(config.onepacket()));
    config.persistence().ifPresent(p -> persistence(p, config));
    text.line(
        "protocol",
        config.protocol() == VirtualServer.Protocol.NONE ? "none" : config.protocol().name());
    text.plain("alpha is " + onOff(config.alpha()));
    text.plain("omega is " + onOff(config.omega()));
    quorum(config.quorum());
    config.snmpName().ifPresent(name -> text.line("SNMP name", name));
    if (config.suspendWithoutAddress()) {
      text.plain("Using HA suspend");
    }
    text.line("Using smtp notification", yesNo(config.mail()));
    text.line("default forwarding method", forwarding(config.forwarding()));
    config.sorryServer().ifPresent(sorry -> sorry(sorry, config.protocol()));
    text.line("alive", view.keys().isEmpty() ? 0 : 1);
    text.line("quorum_state_up", view.quorum() ? 1 : 0);
    text.line("live weight", view.liveWeight());
    text.line("sorry server serving", yesNo(view.sorryServing()));
    view.servers().forEach(this::server);
  }

  /// Prints scheduler flags; two schedulers have names for theirs.
  private void schedulerFlags(VirtualServer config) {
    var scheduler = config.scheduler();
    boolean named = scheduler.equals("sh") || scheduler.equals("mh");
    boolean first = config.flags().contains(VirtualServer.Flag.SCHED_1);
    boolean second = config.flags().contains(VirtualServer.Flag.SCHED_2);
    if (named) {
      text.line(scheduler + "-port", enabled(second));
      text.line(scheduler + "-fallback", enabled(first));
    } else {
      text.line("flag-1", enabled(first));
      text.line("flag-2", enabled(second));
      text.line("flag-3", enabled(config.flags().contains(VirtualServer.Flag.SCHED_3)));
    }
  }

  private void persistence(VirtualServer.Persistence persistence, VirtualServer config) {
    text.line("persistence timeout", persistence.timeout().toSeconds());
    persistence.engine().ifPresent(engine -> text.line("persistence engine", engine));
    int bits = persistence.granularity();
    if (bits != config.family().bits()) {
      text.line("persistence granularity", config.family().bits() == 32 ? mask(bits) : "" + bits);
    }
  }

  /// `255.255.255.0` for 24.
  private static String mask(int bits) {
    long mask = 0xFFFF_FFFFL << (32 - bits);
    return "%d.%d.%d.%d".formatted(mask >> 24 & 255, mask >> 16 & 255, mask >> 8 & 255, mask & 255);
  }

  private void quorum(VirtualServer.Quorum quorum) {
    text.plain("quorum = " + quorum.quorum() + ", hysteresis = " + quorum.hysteresis());
    quorum.up().ifPresent(s -> text.line("Quorum up notify script", scripts.withOwner(s)));
    quorum.down().ifPresent(s -> text.line("Quorum down notify script", scripts.withOwner(s)));
  }

  private void sorry(VirtualServer.SorryServer sorry, VirtualServer.Protocol protocol) {
    var endpoint = sorry.endpoint();
    text.line(
        "sorry server", "[" + endpoint.address() + "]:" + protocol.word() + ":" + endpoint.port());
    text.sub("forwarding method = " + forwarding(sorry.forwarding()));
    text.sub("Inhibit on failure is " + onOff(sorry.inhibit()));
  }

  private void server(LvsSnapshot.ServerView view) {
    RealServer config = view.config();
    var endpoint = config.endpoint();
    text.plain("------< Real server >------");
    text.plain(
        "RIP = %s, RPORT = %d, WEIGHT = %d EFF WEIGHT = %d"
            .formatted(endpoint.address(), endpoint.port(), view.weight(), view.weight()));
    text.line("forwarding method", forwarding(config.forwarding()));
    text.plain("Alpha is " + onOff(config.alpha()));
    text.line("connection limit range", config.lowerThreshold() + " -> " + config.upperThreshold());
    text.plain("Inhibit on failure is " + onOff(config.inhibitOnFailure()));
    config.notifyUp().ifPresent(s -> script("RS up notify script", s));
    config.notifyDown().ifPresent(s -> script("RS down notify script", s));
    config.snmpName().ifPresent(name -> text.line("SNMP name", name));
    text.line("Using smtp notification", yesNo(config.mail()));
    text.line("initial weight", config.weight());
    text.line("effective weight", view.weight());
    text.line("alive", view.alive() ? 1 : 0);
    text.line("num failed checkers", view.checks().stream().filter(c -> !c.up()).count());
    text.line("RS set", view.inTable() ? 1 : 0);
    CheckerDump.trackers(config, text);
  }

  private void script(String name, Script script) {
    text.sub(name + " = " + scripts.withOwner(script));
  }

  private static String forwarding(Forwarding forwarding) {
    return switch (forwarding) {
      case Forwarding.Masquerade _ -> "NAT";
      case Forwarding.DirectRoute _ -> "DR";
      case Forwarding.FullNat _ -> "FNAT";
      case Forwarding.Tunnel(var type, int port, var checksum) ->
          "TUN, type = "
              + type
              + (type == Forwarding.Type.GUE ? ", port = " + port : "")
              + (type == Forwarding.Type.IPIP ? "" : ", " + checksum(checksum));
    };
  }

  private static String checksum(Forwarding.TunnelChecksum checksum) {
    return switch (checksum) {
      case NONE -> "no checksum";
      case CSUM -> "checksum";
      case REMCSUM -> "remote checksum";
    };
  }

  static String yesNo(boolean yes) {
    return yes ? "yes" : "no";
  }

  static String onOff(boolean on) {
    return on ? "ON" : "OFF";
  }

  private static String enabled(boolean on) {
    return on ? "enabled" : "disabled";
  }
}
