package keepalived.daemon.tools;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import keepalived.core.config.Config;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VrrpInstance;
import keepalived.core.diff.Change;
import keepalived.core.diff.Diff;
import keepalived.vrrp.engine.InstanceKey;

/// `keepalived plan NEW.conf`: what a reload from the present file to a new one would add, change
/// and remove, and which instances would change state.
public final class PlanCommand {

  private static final int USAGE = 1;
  private static final int BAD_FILE = 2;
  private static final int REFUSED = 3;
  private static final String HELP =
      """
      keepalived plan [--from OLD] NEW

      Compares two configuration files as a reload would. OLD is /etc/keepalived/keepalived.conf
      unless given. Lines begin with + (added), - (removed) or ~ (changed); what is not named is
      not touched.

      Exit status: 0 a reload would do what is printed, 1 usage, 2 a file cannot be read at all,
      3 a running daemon would refuse NEW, because it has an error that OLD does not have.
      """;

  private final List<String> lines = new ArrayList<>();

  private PlanCommand() {}

  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    String from = "/etc/keepalived/keepalived.conf";
    var files = new ArrayList<String>();
    for (var words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      if (word.equals("--help") || word.equals("-h")) {
        out.print(HELP);
        return 0;
      } else if (word.equals("--from") && words.hasNext()) {
        from = words.next();
      } else {
        files.add(word);
      }
    }
    if (files.size() != 1) {
      err.print(HELP);
      return USAGE;
    }
    var before = NodeFiles.read(from, err);
    if (!before.startable()) {
      return BAD_FILE;
    }
    var after = NodeFiles.read(files.getFirst(), err);
    var refusal = before.gate().refusal(after);
    if (refusal.isPresent()) {
      var mistake = refusal.get();
      out.println(
          "a reload would be refused: (%s) %s".formatted(mistake.place(), mistake.message()));
      return REFUSED;
    }
    var plan = new PlanCommand();
    plan.compare(before.config(), after.config());
    plan.lines.forEach(out::println);
    if (plan.lines.isEmpty()) {
      out.println("nothing would change");
    }
    return 0;
  }

  private void compare(Config before, Config after) {
    if (!before.global().equals(after.global())) {
      lines.add("~ global_defs");
    }
    for (var change : Diff.of(InstanceKey.index(before.vrrp()), InstanceKey.index(after.vrrp()))) {
      switch (change) {
        case Change.Removed<InstanceKey, VrrpInstance>(_, var instance) ->
            lines.add(
                "- vrrp_instance " + instance.name() + ": leaves with priority 0, addresses go");
        case Change.Added<InstanceKey, VrrpInstance>(_, var instance) ->
            lines.add("+ vrrp_instance " + instance.name() + ": starts as at boot");
        case Change.Changed<InstanceKey, VrrpInstance>(_, var old, var next) -> instance(old, next);
      }
    }
    table("vrrp_sync_group", before.vrrp().syncGroups(), after.vrrp().syncGroups());
    table("vrrp_script", before.vrrp().scripts(), after.vrrp().scripts());
    table("vrrp_track_process", before.vrrp().processes(), after.vrrp().processes());
    table("track_file", before.trackFiles(), after.trackFiles());
    table("bfd_instance", before.bfdInstances(), after.bfdInstances());
    table("virtual_server_group", before.lvs().groups(), after.lvs().groups());
    table(
        "local_address_group", before.lvs().localAddressGroups(), after.lvs().localAddressGroups());
    services(before, after);
  }

  private <V> void table(String kind, Map<String, V> before, Map<String, V> after) {
    for (var change : Diff.of(before, after)) {
      lines.add(
          switch (change) {
            case Change.Removed<String, V>(var name, _) -> "- " + kind + " " + name;
            case Change.Added<String, V>(var name, _) -> "+ " + kind + " " + name;
            case Change.Changed<String, V>(var name, _, _) -> "~ " + kind + " " + name;
          });
    }
  }

  private void instance(VrrpInstance old, VrrpInstance next) {
    lines.add("~ vrrp_instance " + next.name() + ": state and timers are kept");
    if (!old.name().equals(next.name())) {
      detail("name", old.name(), next.name());
    }
    detail("priority", old.election().priority(), next.election().priority());
    detail("advert_int", old.election().advertInterval(), next.election().advertInterval());
    detail("preempt", old.election().preempt(), next.election().preempt());
    detail("version", old.version(), next.version());
    items("address", old.addresses(), next.addresses());
    items("excluded address", old.excluded(), next.excluded());
    items("route", old.routes(), next.routes());
    items("rule", old.rules(), next.rules());
    if (next.election().priority() < old.election().priority()) {
      lines.add("    a master with the lower priority may have to yield to its peers");
    }
    if (next.election().priority() > old.election().priority() && next.election().preempt()) {
      lines.add("    a backup with the higher priority may take over");
    }
  }

  private void detail(String name, Object before, Object after) {
    if (!Objects.equals(before, after)) {
      lines.add("    " + name + ": " + before + " -> " + after);
    }
  }

  private <V> void items(String kind, List<V> before, List<V> after) {
    before.stream()
        .filter(i -> !after.contains(i))
        .forEach(i -> lines.add("    - " + kind + " " + i));
    after.stream()
        .filter(i -> !before.contains(i))
        .forEach(i -> lines.add("    + " + kind + " " + i));
  }

  private record ServiceId(VirtualServer.Address address, VirtualServer.Protocol protocol) {}

  private void services(Config before, Config after) {
    for (var change : Diff.of(services(before), services(after))) {
      switch (change) {
        case Change.Removed<ServiceId, VirtualServer>(var id, _) ->
            lines.add("- virtual_server " + text(id) + " with its real servers");
        case Change.Added<ServiceId, VirtualServer>(var id, var service) ->
            lines.add(
                "+ virtual_server "
                    + text(id)
                    + " with "
                    + service.realServers().size()
                    + " real servers");
        case Change.Changed<ServiceId, VirtualServer>(var id, var old, var next) -> {
          lines.add("~ virtual_server " + text(id) + ": connections are kept");
          detail("scheduler", old.scheduler(), next.scheduler());
          detail("forwarding", old.forwarding(), next.forwarding());
          detail("persistence", old.persistence(), next.persistence());
          servers(old, next);
        }
      }
    }
  }

  private static Map<ServiceId, VirtualServer> services(Config config) {
    var services = new LinkedHashMap<ServiceId, VirtualServer>();
    for (var service : config.lvs().virtualServers()) {
      services.putIfAbsent(new ServiceId(service.address(), service.protocol()), service);
    }
    return services;
  }

  private static String text(ServiceId id) {
    return switch (id.address()) {
      case VirtualServer.Address.Single(var endpoint) -> endpoint + " " + id.protocol().word();
      case VirtualServer.Address.Mark(long mark) -> "fwmark " + mark;
      case VirtualServer.Address.Group(var name) -> "group " + name + " " + id.protocol().word();
    };
  }

  private void servers(VirtualServer old, VirtualServer next) {
    for (var change : Diff.of(servers(old), servers(next))) {
      switch (change) {
        case Change.Removed<String, RealServer>(var name, _) ->
            lines.add("    - real_server " + name);
        case Change.Added<String, RealServer>(var name, _) ->
            lines.add("    + real_server " + name);
        case Change.Changed<String, RealServer>(var name, var before, var after) -> {
          lines.add("    ~ real_server " + name);
          if (before.weight() != after.weight()) {
            lines.add("        weight: " + before.weight() + " -> " + after.weight());
          }
          if (!before.checks().equals(after.checks())) {
            lines.add("        its checkers start again");
          }
        }
      }
    }
  }

  private static Map<String, RealServer> servers(VirtualServer service) {
    var servers = new LinkedHashMap<String, RealServer>();
    service.realServers().forEach(server -> servers.put(server.endpoint().toString(), server));
    return servers;
  }
}
