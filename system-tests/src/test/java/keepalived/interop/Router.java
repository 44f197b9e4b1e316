package keepalived.interop;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Machine;
import keepalived.lab.Program;

/// One router of a cell: a machine, the program on it, and queries for its state.
final class Router {

  private static final String VIP4 = "10.9.0.100";
  private static final String VIP6 = "fe80::100";
  private static final Pattern COMPLAINT =
      Pattern.compile(
          "(?i).*(invalid|mismatch|bogus|wrong|error|discard|unknown|unable|truncat|expected).*");

  private final Machine machine;
  private final Cell.Peer kind;
  private final Cell.Dialect dialect;
  private final int other;
  private int priority;
  private Program program;

  /// @param other last octet of the other router's address
  Router(Machine machine, Cell.Peer kind, Cell.Dialect dialect, int priority, int other) {
    this.machine = machine;
    this.kind = kind;
    this.dialect = dialect;
    this.priority = priority;
    this.other = other;
  }

  Machine machine() {
    return machine;
  }

  void start() {
    if (kind == Cell.Peer.FRR) {
      program = FrrRouter.start(machine, dialect, priority);
      return;
    }
    machine.write("keepalived.conf", configuration());
    var flavour = kind == Cell.Peer.OURSELVES ? Keepalived.OURS : Keepalived.ORIGINAL;
    program = flavour.start(machine, "keepalived.conf");
  }

  private String configuration() {
    boolean v6 = dialect.family() == Cell.Family.IPV6;
    String auth =
        dialect.auth() == Cell.Auth.NONE
            ? ""
            : "authentication {\n auth_type %s\n auth_pass secret12\n }".formatted(dialect.auth());
    String peers =
        dialect.transport() == Cell.Transport.MULTICAST
            ? ""
            : "unicast_peer {\n %s%d\n }".formatted(v6 ? "fd00:9::" : "10.9.0.", other)
                + (v6 ? "\n unicast_src_ip fd00:9::" + (3 - other) : "");
    return """
    global_defs {
      router_id %s
      script_user root
      enable_script_security
    }
    vrrp_instance VI_1 {
      interface eth0
      state BACKUP
      version %d
      virtual_router_id 51
      priority %d
      advert_int 1
      garp_master_delay 1
      %s
      %s
      virtual_ipaddress {
        %s
      }
    }
    """
        .formatted(
            machine.name(),
            dialect.version(),
            priority,
            auth,
            peers,
            v6 ? VIP6 + "/64" : VIP4 + "/24");
  }

  boolean holds() {
    return kind == Cell.Peer.FRR
        ? FrrRouter.isMaster(machine, dialect)
        : machine.has(dialect.family() == Cell.Family.IPV6 ? VIP6 : VIP4);
  }

  boolean running() {
    return program != null && program.alive();
  }

  /// Gives the master the lower priority, by its own configuration tool.
  void lowerPriority() {
    priority = 50;
    if (kind == Cell.Peer.FRR) {
      FrrRouter.priority(machine, dialect, priority);
    } else {
      machine.write("keepalived.conf", configuration());
      program.signal("HUP");
    }
  }

  void kill() {
    program.crash();
    if (kind == Cell.Peer.FRR) {
      FrrRouter.kill(machine);
    }
  }

  void stop() {
    if (kind == Cell.Peer.FRR) {
      FrrRouter.stop(machine, dialect);
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

  void awaitHolding() {
    Await.until(machine + " is master\n" + log(), this::holds);
  }

  String log() {
    return program == null ? "" : machine + " said:\n" + program.output();
  }
}
