package keepalived.vrrp.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import keepalived.core.loop.SimLoop;

/// Injects faults for a while, then repairs everything. Each run uses its own choice of faults, so
/// that rare combinations occur (swarm testing).
final class Chaos {

  private enum Fault {
    WEATHER,
    CUT,
    PARTITION,
    CRASH,
    STOP,
    FREEZE,
    RELOAD,
    SCRIPT,
    LINK,
    MUTE
  }

  private final RandomGenerator random;
  private final SimLoop world;
  private final VirtualLan lan;
  private final List<SimNode> nodes;
  private final RandomTopology cast;
  private final Set<Fault> enabled = EnumSet.noneOf(Fault.class);
  private boolean over;

  Chaos(
      RandomGenerator random,
      SimLoop world,
      VirtualLan lan,
      List<SimNode> nodes,
      RandomTopology cast) {
    this.random = random;
    this.world = world;
    this.lan = lan;
    this.nodes = nodes;
    this.cast = cast;
    for (var fault : Fault.values()) {
      if (random.nextBoolean()) {
        enabled.add(fault);
      }
    }
  }

  void begin() {
    next();
  }

  private void next() {
    if (!enabled.isEmpty()) {
      world.after(Duration.ofMillis(100 + random.nextInt(4000)), this::strike);
    }
  }

  private void strike() {
    if (over) {
      return;
    }
    var faults = new ArrayList<>(enabled);
    var node = nodes.get(random.nextInt(nodes.size()));
    switch (faults.get(random.nextInt(faults.size()))) {
      case WEATHER ->
          lan.weather(
              new VirtualLan.Weather(
                  random.nextInt(400),
                  random.nextInt(200),
                  Duration.ofMillis(random.nextInt(100))));
      case CUT -> cut(random.nextInt(nodes.size()), random.nextInt(nodes.size()));
      case PARTITION -> partition();
      case CRASH -> leave(node, true);
      case STOP -> leave(node, false);
      case FREEZE -> freeze(node);
      case RELOAD -> reload(node);
      case SCRIPT -> script(node, random.nextBoolean());
      case LINK -> link(node);
      case MUTE -> mute(node);
    }
    next();
  }

  private void cut(int from, int to) {
    lan.cut(from, to, segment());
    world.after(Duration.ofMillis(500 + random.nextInt(10_000)), lan::mend);
  }

  private String segment() {
    return cast.segments().get(random.nextInt(cast.segments().size()));
  }

  private void partition() {
    var segment = segment();
    int side = random.nextInt(1 << nodes.size());
    for (int a = 0; a < nodes.size(); a++) {
      for (int b = 0; b < nodes.size(); b++) {
        if ((side >> a & 1) != (side >> b & 1)) {
          lan.cut(a, b, segment);
        }
      }
    }
    world.after(Duration.ofMillis(500 + random.nextInt(15_000)), lan::mend);
  }

  private void leave(SimNode node, boolean abruptly) {
    if (!node.alive()) {
      return;
    }
    if (abruptly || node.frozen()) {
      node.crash();
    } else {
      node.stop();
    }
    world.after(
        Duration.ofMillis(100 + random.nextInt(12_000)),
        () -> {
          if (!node.alive()) {
            node.start();
          }
        });
  }

  private void freeze(SimNode node) {
    if (node.alive() && !node.frozen()) {
      node.freeze();
      boolean packetsFirst = random.nextBoolean();
      world.after(
          Duration.ofMillis(10 + random.nextInt(12_000)),
          () -> {
            if (node.alive() && node.frozen()) {
              node.thaw(packetsFirst);
            }
          });
    }
  }

  private void reload(SimNode node) {
    if (node.alive() && !node.frozen()) {
      node.reload(cast.config(0));
      if (node.config().vrrp().scripts().containsKey(RandomTopology.SCRIPT)) {
        node.script(RandomTopology.SCRIPT, true);
      }
    }
  }

  private void script(SimNode node, boolean up) {
    if (node.alive()
        && !node.frozen()
        && node.config().vrrp().scripts().containsKey(RandomTopology.SCRIPT)) {
      node.script(RandomTopology.SCRIPT, up);
    }
  }

  private void link(SimNode node) {
    if (!node.alive() || node.frozen()) {
      return;
    }
    var segment = segment();
    node.link(segment, false);
    world.after(
        Duration.ofMillis(50 + random.nextInt(8_000)),
        () -> {
          if (node.alive() && !node.frozen()) {
            node.link(segment, true);
          }
        });
  }

  /// Blocks outgoing packets, as a firewall would.
  private void mute(SimNode node) {
    if (!node.alive()) {
      return;
    }
    var segment = segment();
    node.refuse(segment, true);
    world.after(
        Duration.ofMillis(50 + random.nextInt(15_000)),
        () -> {
          if (node.alive()) {
            node.refuse(segment, false);
          }
        });
  }

  /// Ends all faults.
  void heal() {
    over = true;
    lan.weather(VirtualLan.Weather.FINE);
    lan.mend();
    for (var node : nodes) {
      if (!node.alive()) {
        node.start();
      }
      if (node.frozen()) {
        node.thaw(true);
      }
      node.links().forEach(segment -> node.refuse(segment, false));
      node.links().forEach(segment -> node.link(segment, true));
      script(node, true);
    }
  }
}
