package keepalived.vrrp.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import keepalived.core.config.Config;
import keepalived.core.config.VrrpInstance;
import keepalived.core.log.Level;
import keepalived.core.log.LogLine;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.State;

/// Plays the failover of real configurations in virtual time. Interfaces with the same name are on
/// the same LAN; trackers are good until the scenario changes them.
public final class ScenarioPlayer {

  private final SimLoop world = new SimLoop();
  private final VirtualLan lan = new VirtualLan(world, new SplittableRandom(1));
  private final Map<String, SimNode> nodes = new LinkedHashMap<>();
  private final Map<String, String> holders = new TreeMap<>();
  private final Consumer<String> out;

  private ScenarioPlayer(Map<String, Config> routers, Consumer<String> out) {
    this.out = out;
    int number = 0;
    for (var router : routers.entrySet()) {
      var host =
          new SimNode.Host(
              router.getKey(), interfaces(router.getValue(), number), 0, Duration.ZERO);
      var node =
          new SimNode(
              number, host, router.getValue(), world, lan, ElectionMachine::step, this::happened);
      nodes.put(router.getKey(), node);
      lan.plug(node);
      number++;
    }
  }

  /// Plays the events and continues until `length`; writes each resulting line to `out`. Events
  /// must name routers of `routers`.
  ///
  /// @param routers configurations by router name
  public static void play(
      Map<String, Config> routers,
      List<ScenarioEvent.Timed> acts,
      Duration length,
      Consumer<String> out) {
    var rehearsal = new ScenarioPlayer(routers, out);
    rehearsal.nodes.values().forEach(SimNode::start);
    for (var timed : acts) {
      rehearsal.world.after(timed.at(), () -> rehearsal.perform(timed.act()));
    }
    rehearsal.run(length);
  }

  /// The interfaces, with the configured addresses, or invented ones where none are configured.
  private static Map<String, List<IpAddress>> interfaces(Config config, int number) {
    var addresses = new LinkedHashMap<String, Set<IpAddress>>();
    for (var instance : config.vrrp().instances().values()) {
      var own =
          addresses.computeIfAbsent(
              instance.interfaceName().orElse("eth0"), _ -> new LinkedHashSet<>());
      instance.transport().source().ifPresent(own::add);
      for (var name : named(instance)) {
        addresses.computeIfAbsent(name, _ -> new LinkedHashSet<>());
      }
    }
    var complete = new LinkedHashMap<String, List<IpAddress>>();
    addresses.forEach(
        (name, own) -> {
          own.add(Ipv4Address.of("192.0.2.1").plus(number));
          own.add(Ipv6Address.of("fe80::1").plus(number));
          complete.put(name, List.copyOf(own));
        });
    return complete;
  }

  private static Set<String> named(VrrpInstance instance) {
    var names = new LinkedHashSet<String>();
    instance.tracking().interfaces().forEach(entry -> names.add(entry.name()));
    instance.addresses().forEach(a -> a.interfaceName().ifPresent(names::add));
    instance.excluded().forEach(a -> a.interfaceName().ifPresent(names::add));
    instance.routes().forEach(r -> r.interfaceName().ifPresent(names::add));
    return names;
  }

  private void run(Duration length) {
    var end = world.now().plus(length);
    world.at(end, () -> {});
    while (world.now().isBefore(end) && world.runNext()) {
      tellHolders();
    }
    tellHolders();
  }

  private void happened(String where, Object what) {
    if (what instanceof LogLine(_, var level, var text, _)) {
      if (level == Level.INFO || level == Level.WARNING) {
        tell(where, text);
      }
    } else if (what instanceof String words) {
      tell(where, words);
    }
  }

  private void tell(String where, String what) {
    out.accept("%9.3f s  %-10s %s".formatted(world.now().nanos() / 1e9, where, what));
  }

  /// Writes which routers hold the addresses of each virtual router, when that changes.
  private void tellHolders() {
    var now = new TreeMap<String, List<String>>();
    for (var node : nodes.entrySet()) {
      if (node.getValue().alive()) {
        for (var instance : node.getValue().published().instances()) {
          var key = "VRID " + instance.config().vrid() + " " + instance.config().family();
          var held = now.computeIfAbsent(key, _ -> new ArrayList<>());
          if (instance.state() instanceof State.Master) {
            held.add(node.getKey());
          }
        }
      }
    }
    now.forEach(
        (key, held) -> {
          var text = held.isEmpty() ? "no router" : String.join(" and ", held);
          if (!text.equals(holders.put(key, text))) {
            tell("*", key + " is held by " + text);
          }
        });
  }

  private void perform(ScenarioEvent act) {
    var node = nodes.get(act.router());
    if (act instanceof ScenarioEvent.Start) {
      if (!node.alive()) {
        tell(act.router(), "starts");
        node.start();
      }
      return;
    }
    if (!node.alive()) {
      tell(act.router(), "is not running: " + act);
      return;
    }
    switch (act) {
      case ScenarioEvent.Crash _ -> node.crash();
      case ScenarioEvent.Stop _ -> node.stop();
      case ScenarioEvent.Start _ -> {}
      case ScenarioEvent.Freeze(_, var length) -> freeze(node, length);
      case ScenarioEvent.Link(_, var name, boolean up) -> node.link(name, up);
      case ScenarioEvent.Script(_, var name, boolean up) -> {
        tell(act.router(), "script " + name + (up ? " succeeds" : " fails"));
        node.script(name, up);
      }
      case ScenarioEvent.Process(_, var name, boolean up) -> {
        tell(act.router(), "process " + name + (up ? " runs" : " is gone"));
        node.process(name, up);
      }
      case ScenarioEvent.File(_, var name, int value) -> {
        tell(act.router(), "file " + name + " says " + value);
        node.file(name, value);
      }
    }
  }

  private void freeze(SimNode node, Duration length) {
    if (!node.frozen()) {
      node.freeze();
      world.after(
          length,
          () -> {
            if (node.alive() && node.frozen()) {
              node.thaw(true);
            }
          });
    }
  }
}
