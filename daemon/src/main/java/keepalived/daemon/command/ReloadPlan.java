package keepalived.daemon.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import keepalived.core.config.Check;
import keepalived.core.config.Config;
import keepalived.core.config.LvsConfig;
import keepalived.core.config.RealServer;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VrrpConfig;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.field.CheckFields;
import keepalived.core.config.field.Difference;
import keepalived.core.config.field.Field;
import keepalived.core.config.field.GlobalFields;
import keepalived.core.config.field.InstanceFields;
import keepalived.core.config.field.Meaning;
import keepalived.core.config.field.ServiceFields;
import keepalived.core.config.field.SharedFields;
import keepalived.core.config.field.VrrpFields;
import keepalived.core.diff.Change;
import keepalived.core.diff.Diff;
import keepalived.vrrp.machine.InstanceKey;

/// The effects of a reload, line by line.
final class ReloadPlan {

  private static final String KEPT = ": state and timers are kept";

  private static final String ANEW =
      ": replaced; the old instance resigns with priority 0, the new one starts as at" + " boot";

  private final List<String> lines = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  /// @param lines for the operator; empty when nothing would change
  /// @param refusals changed keywords that make the daemon refuse the reload
  record Outcome(List<String> lines, List<String> refusals) {}

  private ReloadPlan() {}

  static Outcome of(Config before, Config after) {
    var plan = new ReloadPlan();
    plan.block("~ global_defs", Difference.of(GlobalFields.ALL, before.global(), after.global()));
    plan.vrrp(before.vrrp(), after.vrrp());
    plan.table("track_file", before.trackFiles(), after.trackFiles(), SharedFields.FILE);
    plan.table("bfd_instance", before.bfdInstances(), after.bfdInstances(), SharedFields.BFD);
    plan.lvs(before.lvs(), after.lvs());
    return new Outcome(List.copyOf(plan.lines), List.copyOf(plan.refusals));
  }

  private void vrrp(VrrpConfig before, VrrpConfig after) {
    instances(before, after);
    table("vrrp_sync_group", before.syncGroups(), after.syncGroups(), VrrpFields.GROUP);
    table("vrrp_script", before.scripts(), after.scripts(), VrrpFields.SCRIPT);
    table("vrrp_track_process", before.processes(), after.processes(), VrrpFields.PROCESS);
    Difference.of(VrrpFields.PLAIN, before, after).forEach(each -> details("", "~ ", each));
  }

  private void instances(VrrpConfig before, VrrpConfig after) {
    var changes = Diff.of(InstanceKey.index(before), InstanceKey.index(after));
    var again = new HashMap<String, VrrpInstance>();
    for (var change : changes) {
      if (change instanceof Change.Removed<InstanceKey, VrrpInstance>(_, var instance)) {
        again.put(instance.name(), instance);
      }
    }
    again.keySet().retainAll(added(changes));
    for (var change : changes) {
      switch (change) {
        case Change.Removed<InstanceKey, VrrpInstance>(_, var instance) -> {
          if (!again.containsKey(instance.name())) {
            line(
                "- vrrp_instance "
                    + instance.name()
                    + ": resigns with priority 0, addresses are removed");
          }
        }
        case Change.Added<InstanceKey, VrrpInstance>(_, var instance) ->
            started(instance, Optional.ofNullable(again.get(instance.name())));
        case Change.Changed<InstanceKey, VrrpInstance>(_, var old, var next) -> {
          var was = old.name().equals(next.name()) ? "" : ", until now " + old.name();
          block(
              "~ vrrp_instance " + next.name() + was + KEPT,
              Difference.of(InstanceFields.ALL, old, next));
        }
      }
    }
  }

  private static Set<String> added(List<Change<InstanceKey, VrrpInstance>> changes) {
    return changes.stream()
        .filter(Change.Added.class::isInstance)
        .map(change -> ((Change.Added<InstanceKey, VrrpInstance>) change).value().name())
        .collect(Collectors.toSet());
  }

  private void started(VrrpInstance instance, Optional<VrrpInstance> old) {
    if (old.isEmpty()) {
      line("+ vrrp_instance " + instance.name() + ": starts as at boot");
      return;
    }
    block(
        "~ vrrp_instance " + instance.name() + ANEW,
        Difference.of(InstanceFields.ALL, old.get(), instance));
  }

  private void lvs(LvsConfig before, LvsConfig after) {
    block("~ SSL", Difference.of(ServiceFields.TLS, before, after));
    table("virtual_server_group", before.groups(), after.groups(), ServiceFields.GROUP);
    table(
        "local_address_group",
        before.localAddressGroups(),
        after.localAddressGroups(),
        ServiceFields.LOCAL_ADDRESSES);
    var old = numbered(before.virtualServers(), ReloadPlan::name);
    for (var change : Diff.of(old, numbered(after.virtualServers(), ReloadPlan::name))) {
      switch (change) {
        case Change.Removed<Numbered, VirtualServer>(var id, _) ->
            line("- virtual_server " + id.name() + " with its real servers");
        case Change.Added<Numbered, VirtualServer>(var id, var service) ->
            line(
                "+ virtual_server %s with %d real servers"
                    .formatted(id.name(), service.realServers().size()));
        case Change.Changed<Numbered, VirtualServer>(var id, var previous, var next) -> {
          line("~ virtual_server " + id.name() + ": connections are kept");
          service(previous, next);
        }
      }
    }
  }

  private static String name(VirtualServer service) {
    String address = ServiceFields.address(service.address());
    return service.protocol() == VirtualServer.Protocol.NONE
        ? address
        : address + " " + service.protocol().word();
  }

  /// An item without a name of its own in the file: the first, the second of its kind.
  private record Numbered(String name, int ordinal) {}

  private static <V> Map<Numbered, V> numbered(List<V> all, Function<V, String> name) {
    var numbered = new LinkedHashMap<Numbered, V>();
    for (var each : all) {
      int ordinal = 0;
      while (numbered.putIfAbsent(new Numbered(name.apply(each), ordinal), each) != null) {
        ordinal++;
      }
    }
    return numbered;
  }

  private void service(VirtualServer before, VirtualServer after) {
    var own = Difference.of(ServiceFields.SERVICE, before, after);
    own.forEach(each -> details("    ", "", each));
    var old = numbered(before.realServers(), ServiceFields::address);
    for (var change : Diff.of(old, numbered(after.realServers(), ServiceFields::address))) {
      switch (change) {
        case Change.Removed<Numbered, RealServer>(var id, _) ->
            line("    - real_server " + id.name());
        case Change.Added<Numbered, RealServer>(var id, _) ->
            line("    + real_server " + id.name());
        case Change.Changed<Numbered, RealServer>(var id, var previous, var next) ->
            server("    ~ real_server " + id.name(), previous, next, own);
      }
    }
  }

  /// Prints a change of a real server, except for values that only follow from its service.
  private void server(
      String title, RealServer before, RealServer after, List<Difference> ofService) {
    int titled = lines.size();
    line(title);
    var own = Difference.of(ServiceFields.SERVER, before, after, ofService);
    own.forEach(each -> details("        ", "", each));
    var around = new ArrayList<>(ofService);
    around.addAll(own);
    checks(before, after, around);
    if (lines.size() == titled + 1) {
      lines.removeLast();
    }
  }

  private void checks(RealServer before, RealServer after, List<Difference> around) {
    var old = numbered(before.checks(), CheckFields::keyword);
    for (var change : Diff.of(old, numbered(after.checks(), CheckFields::keyword))) {
      switch (change) {
        case Change.Removed<Numbered, Check>(var id, _) -> line("        - " + id.name());
        case Change.Added<Numbered, Check>(var id, _) -> line("        + " + id.name());
        case Change.Changed<Numbered, Check>(var id, var previous, var next) -> {
          var own = CheckFields.differences(previous, next, around);
          if (!own.isEmpty()) {
            line("        ~ " + id.name());
          }
          own.forEach(each -> details("            ", "", each));
        }
      }
    }
  }

  private <V> void table(
      String kind, Map<String, V> before, Map<String, V> after, List<Field<V>> fields) {
    for (var change : Diff.of(before, after)) {
      switch (change) {
        case Change.Removed<String, V>(var name, _) -> line("- " + kind + " " + name);
        case Change.Added<String, V>(var name, _) -> line("+ " + kind + " " + name);
        case Change.Changed<String, V>(var name, var old, var next) ->
            block("~ " + kind + " " + name, Difference.of(fields, old, next));
      }
    }
  }

  private void block(String title, List<Difference> differences) {
    if (!differences.isEmpty()) {
      line(title);
      differences.forEach(each -> details("    ", "", each));
    }
  }

  /// Prints the differences of values.
  ///
  /// @param sign printed before a value; list items have their own signs
  private void details(String indent, String sign, Difference difference) {
    var meaning = difference.meaning();
    String keyword = difference.keyword();
    String consequence = meaning.text().isEmpty() ? "" : "; " + meaning.text();
    if (meaning == Meaning.RESTART) {
      refusals.add(keyword);
    }
    switch (difference) {
      case Difference.Value(_, _, var before, var after) ->
          line(indent + sign + keyword + ": " + before + " -> " + after + consequence);
      case Difference.Items(_, _, var removed, var added) -> {
        removed.forEach(item -> line(indent + "- " + keyword + " " + item + consequence));
        added.forEach(item -> line(indent + "+ " + keyword + " " + item + consequence));
        if (removed.isEmpty() && added.isEmpty()) {
          line(indent + sign + keyword + ": another order" + consequence);
        }
      }
    }
  }

  private void line(String text) {
    lines.add(text);
  }
}
