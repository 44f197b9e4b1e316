package keepalived.vrrp.sim;

import keepalived.vrrp.machine.ElectionMachine;

/// Runs many seeds: `Simulate [COUNT [FIRST]]`. Prints the events of each failed run and then exits
/// with status 1.
public final class Simulate {

  private static final int COUNT = 20_000;

  private Simulate() {}

  public static void main(String[] arguments) {
    long count = arguments.length > 0 ? Long.parseLong(arguments[0]) : COUNT;
    long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 1;
    long failed = 0;
    for (long seed = first; seed < first + count; seed++) {
      var story = Simulation.run(seed, ElectionMachine::step);
      if (story.isPresent()) {
        failed++;
        System.out.println(story.get());
        System.out.println("replay: keepalived.vrrp.sim.Simulate 1 " + seed);
      }
    }
    System.out.println(count + " seeds from " + first + ", " + failed + " failed");
    if (failed > 0) {
      System.exit(1);
    }
  }
}
