package keepalived.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keepalived.core.log.Part;
import keepalived.core.loop.SimLoop;
import keepalived.core.net.IpAddress;
import keepalived.core.text.Printable;
import keepalived.daemon.sim.Planted;
import keepalived.daemon.sim.SimHost;
import keepalived.daemon.sim.SimNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs whole daemons in memory on virtual time, and injects refusals of the machine, wrong files
/// and exceptions.
class DaemonSimulationTest {

  /// `scripts/test quick` plays fewer.
  private static final int SEEDS = Integer.getInteger("daemon.simulation.seeds", 60);

  private static final String MAIL =
      """

        smtp_server 192.0.2.9
        notification_email {
          operator@example.org
        }
        notification_email_from keepalived@example.org
      """;

  /// Faults that no port shows, each with the test that finds it.
  private static final Map<String, String> BELOW_THE_PORTS =
      Map.of(
          // Standard error is flushed by the process after its node has ended.
          "D6", "LogTest",
          // FileMonitor writes the first value by the one safe open of a file.
          "D8", "PlainFileTest",
          // The kernel gives orphans to process 1, and waitid(2) collects them.
          "D10", "OrphansTest");

  private static void play(Planted planted, Consumer<World> story) {
    try (var world = new World(1, planted)) {
      world.begin();
      story.accept(world);
      world.end();
    }
  }

  private static String moved() {
    return World.file(150, "198.51.100.2");
  }

  private static void noThreadAtAReload(World world) {
    var host = world.first.host();
    host.noThread(true);
    world.first.reload(moved());
    world.keepsAddresses(Duration.ofSeconds(3));
    host.noThread(false);
    world.first.reloadsTo(moved(), "198.51.100.2");
  }

  /// The part fails and is restarted with its previous configuration.
  private static void errorOnALoopAtAReload(World world) {
    world.first.host().nextConfigurationThrows();
    world.first.reload(moved());
    world.run(SimDaemon.SETTLED);
    if (!world.first.stale()) {
      throw new Violation("a reload that failed is not reported");
    }
    if (!world.first.holds("198.51.100.1")) {
      throw new Violation("the part did not come back with what ran before");
    }
  }

  private static void errorInTheReader(World world) {
    world.first.nextReadThrows(new StackOverflowError());
    world.first.reload(moved());
    world.keepsAddresses(Duration.ofSeconds(3));
    world.first.checkNothingUnseen();
    assertTrue(world.first.stale());
    assertTrue(world.first.host().logged("internal error in reload"));
    world.first.reloadsTo(moved(), "198.51.100.2");
  }

  private static void diskFull(World world) {
    var host = world.first.host();
    host.diskFull(true);
    world.first.reload(World.file(150, "198.51.100.3"));
    world.run(Duration.ofSeconds(5));
    host.settleLog();
    host.diskFull(false);
    host.journal().info(Part.PARENT, "there is room again");
    if (!host.logged("there is room again") || !host.inLogFile("there is room again")) {
      throw new Violation("the log is silent for good");
    }
  }

  private static void hostilePlaces(World world) {
    var host = world.first.host();
    var dump = Path.of("/tmp/keepalived.data");
    host.fifosInPlace(true);
    world.first.dump();
    world.keepsAddresses(Duration.ofSeconds(3));
    for (var word : List.of("log file: is a FIFO", "Can't write " + dump + ": is a FIFO")) {
      if (!host.logged(word)) {
        throw new Violation("the log lacks: " + word);
      }
    }
    if (!host.outputs().dumps().isEmpty()) {
      throw new Violation("a dump is written into what is not ours");
    }
    host.fifosInPlace(false);
    world.first.dump();
    world.keepsAddresses(Duration.ofSeconds(3));
    assertTrue(host.outputs().dumps().get(dump).contains("VI_1"));
  }

  /// The name of an instance colours the terminal and rings its bell.
  private static void namesThatAct(World world) {
    var host = world.first.host();
    var text =
        World.file(150, "198.51.100.1")
            .replace("global_defs {", "global_defs {" + MAIL)
            .replace("advert_int 1", "advert_int 1\n  smtp_alert");
    var second = text.substring(text.indexOf("vrrp_instance"));
    world.first.reloadsTo(
        text
            + second
                .replace("VI_1", "VI_\u001b[31m\u0007")
                .replace("router_id 51", "router_id 52")
                .replace("198.51.100.1", "198.51.100.50"),
        "198.51.100.50");
    world.first.dump();
    world.run(Duration.ofSeconds(3));
    var outputs = host.outputs();
    assertTrue(outputs.letters().stream().anyMatch(each -> each.subject().contains("VI_")));
    var texts = new ArrayList<>(host.log());
    outputs.letters().forEach(each -> texts.addAll(List.of(each.subject(), each.body())));
    outputs.dumps().values().forEach(each -> each.lines().forEach(texts::add));
    for (var line : texts) {
      if (line.chars().anyMatch(Character::isISOControl)) {
        throw new Violation("control characters reach an operator: " + Printable.of(line));
      }
    }
    assertTrue(texts.stream().anyMatch(line -> line.contains("VI_\\x1b[31m\\x07")));
  }

  private static void fileThatBlocks(World world) {
    world.first.host().fileBlocks();
    world.first.reloadsTo(moved(), "198.51.100.2");
  }

  private static void childAtTheEnd(World world) {
    world.first.reload(
        World.file(150, "198.51.100.1")
            .replace("vrrp_script fine", "vrrp_script hang")
            .replace("    fine\n", "    hang\n"));
    world.run(Duration.ofSeconds(10));
    assertTrue(world.first.host().processes().running() > 0);
  }

  /// A burst interrupts one dump after another. A part that fails once continues in its state; one
  /// that fails again within a minute resigns.
  private static void dumpsInterrupted(World world) {
    world.first.host().dumpInterrupted();
    world.keepsAddresses(Duration.ofSeconds(3));
    world.first.host().dumpInterrupted();
    world.keepsAddresses(Duration.ofSeconds(10));
  }

  /// A start without a free file descriptor ends with a failure.
  private static void noDescriptorAtTheStart(Planted planted) {
    var clock = new SimLoop();
    var lan = new SimNetwork.Lan(clock);
    try (var host =
        new SimHost(clock, lan, IpAddress.parse("192.0.2.1").orElseThrow(), 1, planted)) {
      var daemon = new SimDaemon("one", clock, host, World.file(150, "198.51.100.1"));
      host.descriptors(1);
      daemon.start();
      clock.runFor(SimDaemon.STOP);
      if (!daemon.ended() || daemon.failure().isEmpty()) {
        throw new Violation("the start neither succeeds nor fails");
      }
    }
  }

  private static void story(Planted fault, Planted planted) {
    switch (fault) {
      case NONE -> play(planted, _ -> {});
      case RELOAD_WITHOUT_THREAD -> play(planted, DaemonSimulationTest::noThreadAtAReload);
      case ERROR_WITHOUT_ANSWER -> play(planted, DaemonSimulationTest::errorOnALoopAtAReload);
      case START_HANGS -> noDescriptorAtTheStart(planted);
      case LOG_DIES -> play(planted, DaemonSimulationTest::diskFull);
      case PLACES_TRUSTED -> play(planted, DaemonSimulationTest::hostilePlaces);
      case TEXT_AS_IT_CAME -> play(planted, DaemonSimulationTest::namesThatAct);
      case ONE_BLOCKED_THREAD -> play(planted, DaemonSimulationTest::fileThatBlocks);
      case CHILDREN_LEFT -> play(planted, DaemonSimulationTest::childAtTheEnd);
      case ERROR_UNSEEN -> play(planted, DaemonSimulationTest::errorInTheReader);
      case DUMP_THROWN -> play(planted, DaemonSimulationTest::dumpsInterrupted);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theDaemonSurvivesWhatOnceBrokeIt(Planted fault) {
    story(fault, Planted.NONE);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aFaultOfTheOldCodeIsReported(Planted fault) {
    assertThrows(Violation.class, () -> story(fault, fault));
  }

  @Test
  void eachFaultIsPlantedOrHasATestBelowThePorts() throws IOException {
    var planted =
        Files.readString(Path.of("src/test/java/keepalived/daemon/sim/Planted.java"))
            .lines()
            .filter(line -> line.matches("  /// [DB][0-9]+: .*"))
            .map(line -> line.substring(6, line.indexOf(':')))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Planted.values().length - 1, planted.size());
    for (var below : BELOW_THE_PORTS.entrySet()) {
      assertTrue(planted.add(below.getKey()), below.getKey());
      assertTrue(isTest(below.getValue()), below.getValue());
    }
    var all = IntStream.rangeClosed(1, 12).mapToObj(number -> "D" + number);
    assertEquals(Stream.concat(all, Stream.of("B1")).collect(Collectors.toSet()), planted);
  }

  private static boolean isTest(String name) throws IOException {
    try (var modules = Files.newDirectoryStream(Path.of(".."))) {
      for (var module : modules) {
        var tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          try (var found = Files.find(tests, 9, (file, _) -> file.endsWith(name + ".java"))) {
            if (found.findAny().isPresent()) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  @Test
  void aRefusedReloadChangesNothing() {
    for (String wrong :
        List.of(
            World.file(150, "198.51.100.888"),
            World.file(150, "198.51.100.2").replace("virtual_ipaddress", "virtual_ipadress"),
            World.file(150, "198.51.100.2").replace("vrrp_instance", "vrrp_instence"),
            World.file(150, "198.51.100.2").stripTrailing().replaceAll("}$", ""))) {
      play(
          Planted.NONE,
          world -> {
            var before = world.first.config();
            world.first.reload(wrong);
            world.keepsAddresses(Duration.ofSeconds(5));
            assertEquals(before, world.first.config(), wrong);
            assertTrue(world.first.stale(), wrong);
            world.first.reloadsTo(moved(), "198.51.100.2");
            assertFalse(world.first.stale());
          });
    }
  }

  @Test
  void aSlowReloadDelaysNoAdvertAndTheLastRequestCounts() {
    play(
        Planted.NONE,
        world -> {
          world.first.readsFor(Duration.ofSeconds(40));
          world.first.reload(World.file(150, "198.51.100.2"));
          world.keepsAddresses(Duration.ofSeconds(20));
          world.first.reloadsTo(World.file(150, "198.51.100.3"), "198.51.100.3");
          assertFalse(world.first.holds("198.51.100.2"));
        });
  }

  @Test
  void aPartThatThrowsComesBackAndWaitsLongerEachTime() {
    play(
        Planted.NONE,
        world -> {
          for (int i = 0; i < 4; i++) {
            world.first.host().bug("vrrp", new IllegalStateException("a bug"));
            world.run(Duration.ofSeconds(30));
            world.checkOneMaster();
          }
          assertTrue(world.first.host().logged("delayed 2 seconds to limit respawn rate"));
        });
  }

  @Test
  void scriptsRunInTheOrderOfTheStates() {
    play(
        Planted.NONE,
        world -> {
          world.first.host().bug("vrrp", new IllegalStateException("a bug"));
          world.run(Duration.ofSeconds(30));
        });
    var started = new ArrayList<String>();
    play(Planted.NONE, world -> started.addAll(world.second.host().processes().started()));
    assertEquals(List.of("/scripts/backup"), started);
  }

  /// Refusals, wrong files, slow files and exceptions in any order; in the end everything works
  /// again.
  @Test
  void nothingIsLostWhateverTheOrder() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      assertEquals(chaos(seed), chaos(seed), "seed " + seed + " is not the same twice");
    }
  }

  private static String chaos(long seed) {
    var random = new SplittableRandom(seed);
    var story = new StringBuilder();
    try (var world = new World(seed, Planted.NONE)) {
      world.begin();
      try {
        suffer(random, world, story);
        world.end();
      } catch (Violation violation) {
        var lines = String.join("\n  ", world.first.host().log());
        throw new AssertionError("seed %d: %s%n  %s".formatted(seed, story, lines), violation);
      }
      return story + world.first.host().processes().started().toString() + world.clock.now();
    }
  }

  private static void suffer(SplittableRandom random, World world, StringBuilder story) {
    for (int i = 0; i < 12; i++) {
      story.append(misfortune(random, world)).append(' ');
      world.run(Duration.ofMillis(random.nextInt(4000)));
    }
    heal(world);
    world.run(SimDaemon.SETTLED);
    world.first.reloadsTo(World.file(150, "198.51.100.9"), "198.51.100.9");
    world.checkOneMaster();
    world.first.checkNothingUnseen();
  }

  /// @return the name of the event
  private static String misfortune(SplittableRandom random, World world) {
    var host = world.first.host();
    boolean on = random.nextBoolean();
    return switch (random.nextInt(8)) {
      case 0 -> {
        host.noThread(on);
        yield on ? "no-thread" : "threads";
      }
      case 1 -> {
        host.noDescriptor(on);
        yield on ? "no-descriptor" : "descriptors";
      }
      case 2 -> {
        host.noProcess(on);
        yield on ? "no-process" : "processes";
      }
      case 3 -> {
        host.dumpInterrupted();
        yield "dump-interrupted";
      }
      case 4 -> {
        world.first.readsFor(Duration.ofSeconds(on ? 10 : 0));
        yield on ? "slow-reload" : "fast-reload";
      }
      case 5 -> {
        world.first.reload(World.file(150, on ? "198.51.100.2" : "198.51.100.888"));
        yield on ? "reload" : "bad-reload";
      }
      case 6 -> {
        host.nextConfigurationThrows();
        yield "next-configuration-throws";
      }
      default -> {
        host.bugIfAlive("vrrp", new IllegalStateException("a bug"));
        yield "bug";
      }
    };
  }

  private static void heal(World world) {
    var host = world.first.host();
    host.noThread(false);
    host.noDescriptor(false);
    host.noProcess(false);
    host.configurationsWork();
    world.first.readsFor(Duration.ZERO);
  }
}
