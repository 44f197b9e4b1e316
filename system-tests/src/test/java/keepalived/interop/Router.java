package keepalived.interop;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import keepalived.lab.Program;

/// One router of an encounter: a machine, the program on it, and queries for its state.
final class Router {

  private static final Pattern COMPLAINT =
      Pattern.compile(
          "(?i).*(invalid|mismatch|bogus|wrong|error|discard|unknown|unable|truncat|expected).*");

  private final Machine machine;
  private final Encounter.Peer kind;
  private final List<Dialect> dialects;
  private final int number;
  private int priority;
  private Program program;

  /// @param number 1 or 2: the last part of its addresses
  Router(Lab lab, int number, Encounter.Peer kind, List<Dialect> dialects) {
    machine =
        lab.machine("router" + number, "10.9.0." + number + "/24", "fd00:9::" + number + "/64");
    this.number = number;
    this.kind = kind;
    this.dialects = dialects;
  }

  Machine machine() {
    return machine;
  }

  void start(int priority) {
    this.priority = priority;
    if (kind == Encounter.Peer.FRR) {
      program = FrrRouter.start(machine, dialects, priority);
      return;
    }
    machine.write("keepalived.conf", configuration());
    var flavour = kind == Encounter.Peer.OURSELVES ? Keepalived.OURS : Keepalived.ORIGINAL;
    program = flavour.start(machine, "keepalived.conf");
  }

  private String configuration() {
    return """
    global_defs {
      router_id %s
      script_user root
      enable_script_security
    }
    %s
    """
        .formatted(
            machine.name(), dialects.stream().map(this::instance).collect(Collectors.joining()));
  }

  private String instance(Dialect dialect) {
    String auth =
        dialect.auth() == Dialect.Auth.NONE
            ? ""
            : "authentication {\n auth_type %s\n auth_pass secret12\n }".formatted(dialect.auth());
    String peers =
        dialect.transport() == Dialect.Transport.MULTICAST
            ? ""
            : "unicast_src_ip %s\n unicast_peer {\n %s\n }"
                .formatted(real(dialect, number), real(dialect, 3 - number));
    return """
    vrrp_instance VI_%1$d {
      interface eth0
      state BACKUP
      version %2$d
      virtual_router_id %1$d
      priority %3$d
      advert_int 1
      garp_master_delay 1
      %4$s
      %5$s
      virtual_ipaddress {
        %6$s/%7$d
      }
    }
    """
        .formatted(
            dialect.vrid(),
            dialect.version(),
            priority,
            auth,
            peers,
            dialect.address(),
            dialect.prefixLength());
  }

  /// The own address of a router.
  private static String real(Dialect dialect, int number) {
    return (dialect.v6() ? "fd00:9::" : "10.9.0.") + number;
  }

  boolean holds(Dialect dialect) {
    return kind == Encounter.Peer.FRR
        ? FrrRouter.isMaster(machine, dialect)
        : machine.has(dialect.address());
  }

  /// Gives the master the lower priority, by its own configuration tool.
  void lowerPriority() {
    priority = 50;
    if (kind == Encounter.Peer.FRR) {
      FrrRouter.priority(machine, dialects, priority);
    } else {
      machine.write("keepalived.conf", configuration());
      program.signal("HUP");
    }
  }

  void kill() {
    program.crash();
    if (kind == Encounter.Peer.FRR) {
      FrrRouter.kill(machine);
    }
  }

  void stop() {
    if (kind == Encounter.Peer.FRR) {
      FrrRouter.stop(machine, dialects);
    } else {
      program.stop();
    }
  }

  /// Lines of the program's log that complain about the other router.
  String complaints() {
    return program.said().stream()
        .map(Program.Said::text)
        .filter(text -> COMPLAINT.matcher(text).matches())
        .filter(text -> !text.toLowerCase(Locale.ROOT).contains("lower priority"))
        .collect(Collectors.joining("\n"));
  }

  String log() {
    return program == null ? "" : machine + " said:\n" + program.output();
  }
}
