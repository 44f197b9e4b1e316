package keepalived.vrrp.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import keepalived.core.loop.SimLoop;
import keepalived.vrrp.engine.InstanceSnapshot;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.State;

/// One run: two to five routers, faults for a while, then a quiet time, and the conditions that
/// must hold at its end.
public final class Simulation {

  /// The lengths of the faults and of the quiet time without changes, in advertisement intervals of
  /// the slowest router. Faults last seconds, so there is a least length.
  private static final int CHAOS_INTERVALS = 40;

  private static final Duration CHAOS_LEAST = Duration.ofSeconds(8);
  private static final int CALM_INTERVALS = 10;
  private static final Duration LONGEST_MUTE = Duration.ofSeconds(11);
  private static final int TRAIL = 60;

  private final SimLoop world = new SimLoop();
  private final RecentEvents trail = new RecentEvents(world, TRAIL);
  private final List<SimNode> nodes = new ArrayList<>();
  private final Chaos chaos;

  private Simulation(long seed, ElectionMachine.Machine machine) {
    var random = new SplittableRandom(seed);
    var cast = new RandomTopology(random.split());
    var lan = new VirtualLan(world, random.split());
    int size = 2 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      var node = new SimNode(i, cast.host(i), cast.config(i), world, lan, machine, trail);
      nodes.add(node);
      lan.plug(node);
    }
    chaos = new Chaos(random.split(), world, lan, nodes, cast);
  }

  /// Runs a seed. Returns the events before the first violation; empty when there was none.
  public static Optional<String> run(long seed, ElectionMachine.Machine machine) {
    var simulation = new Simulation(seed, machine);
    try {
      simulation.play();
      return Optional.empty();
    } catch (Violation | IllegalStateException violation) {
      return Optional.of(
          "seed %d: %s%n%s".formatted(seed, violation.getMessage(), simulation.trail.text()));
    }
  }

  private void play() {
    nodes.forEach(SimNode::start);
    chaos.begin();
    var slowest = slowest();
    var enough = slowest.multipliedBy(CHAOS_INTERVALS);
    world.runFor(enough.compareTo(CHAOS_LEAST) > 0 ? enough : CHAOS_LEAST);
    chaos.heal();
    world.runFor(settling());
    long transitions = transitions();
    checkElections();
    world.runFor(slowest.multipliedBy(CALM_INTERVALS));
    checkElections();
    if (transitions() != transitions) {
      throw new Violation("states change although everything works");
    }
  }

  private long transitions() {
    return nodes.stream().mapToLong(SimNode::transitions).sum();
  }

  private Duration slowest() {
    var slowest = Duration.ZERO;
    for (var node : nodes) {
      for (var instance : node.config().vrrp().instances().values()) {
        var interval = instance.election().advertInterval();
        slowest = interval.compareTo(slowest) > 0 ? interval : slowest;
      }
    }
    return slowest;
  }

  /// Long enough to detect two masters that are down, for a preempt delay, and for a router to
  /// notice that its packets can be sent again.
  private Duration settling() {
    var longest = Duration.ZERO;
    for (var node : nodes) {
      for (var instance : node.config().vrrp().instances().values()) {
        var election = instance.election();
        var wait =
            election
                .advertInterval()
                .multipliedBy(2L * (election.downTimerAdverts() + 2))
                .plus(election.preemptDelay());
        longest = wait.compareTo(longest) > 0 ? wait : longest;
      }
    }
    return longest.plus(LONGEST_MUTE);
  }

  private void checkElections() {
    var byVrid = new HashMap<Integer, List<InstanceSnapshot>>();
    for (var node : nodes) {
      for (var instance : node.snapshot().instances()) {
        byVrid.computeIfAbsent(instance.config().vrid(), _ -> new ArrayList<>()).add(instance);
      }
    }
    byVrid.forEach(Simulation::checkElection);
  }

  private static void checkElection(int vrid, List<InstanceSnapshot> routers) {
    var masters = routers.stream().filter(r -> r.state() instanceof State.Master).toList();
    if (masters.size() != 1) {
      throw new Violation(
          "VRID " + vrid + " has " + masters.size() + " masters: " + states(routers));
    }
    int priority = masters.getFirst().priority();
    for (var router : routers) {
      if (router.config().election().preempt() && router.priority() > priority) {
        throw new Violation(
            "VRID " + vrid + " is not with the highest priority: " + states(routers));
      }
    }
  }

  private static String states(List<InstanceSnapshot> routers) {
    var text = new StringBuilder();
    for (var router : routers) {
      text.append(
          "%n   priority %d preempt %s %s %s"
              .formatted(
                  router.priority(),
                  router.config().election().preempt(),
                  router.address(),
                  router.state()));
    }
    return text.toString();
  }
}
