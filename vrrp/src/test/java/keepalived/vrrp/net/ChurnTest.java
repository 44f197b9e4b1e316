package keepalived.vrrp.net;

import static keepalived.vrrp.net.TwoHosts.A;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.vrrp.machine.ElectionMachine;
import keepalived.vrrp.machine.State;
import keepalived.vrrp.priority.InterfaceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Other programs change links and addresses faster than we read the changes: the master stays the
/// only one, and has the correct table in the end.
@Tag("linux")
class ChurnTest {

  /// Holds only a few events.
  private static final NetlinkSocket.Options TIGHT = new NetlinkSocket.Options(4096, true);

  private final TwoHosts hosts = new TwoHosts();

  @AfterEach
  void end() {
    hosts.close();
  }

  private LocalRouter router(NetlinkSocket.Options options) {
    var master = TestInstances.parse("vrid=51 prio=200 v3 ms=100 vip=10.0.0.151/24");
    var config = KernelTest.config(master);
    var router = new LocalRouter(hosts.machine(A), config, ElectionMachine::step, options);
    router.await(() -> router.on(() -> isMaster(router)));
    return router;
  }

  private static boolean isMaster(LocalRouter router) {
    return router.engine().snapshot().instances().getFirst().state() instanceof State.Master;
  }

  private static String tail(LocalRouter router) {
    var lines = router.lines();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 50), lines.size()));
  }

  private void batch(List<String> commands) {
    try {
      var file = Files.createTempFile(hosts.directory(), "batch", "");
      Files.write(file, commands);
      hosts.ip(A, "-batch", file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> each(int count, IntFunction<String> command) {
    return IntStream.range(0, count).mapToObj(command).toList();
  }

  private static String address(int i) {
    return "198.18." + i / 256 + "." + i % 256 + "/32";
  }

  /// Adds and removes addresses; some of them stay.
  private void addressesComeAndGo(String link) {
    batch(each(2000, i -> "addr add " + address(i) + " dev " + link));
    batch(each(1990, i -> "addr del " + address(i) + " dev " + link));
  }

  private void linksComeAndGo() {
    var commands =
        new ArrayList<>(each(60, i -> "link add v" + i + " group 77 type veth peer name w" + i));
    commands.addAll(each(60, i -> "link set v" + i + " up"));
    commands.addAll(each(60, i -> "addr add 198.19.0." + i + "/32 dev v" + i));
    commands.add("link del group 77");
    batch(commands);
  }

  private static List<InterfaceStatus> seen(LocalRouter router) {
    return router.on(
        () -> List.copyOf(router.engine().snapshot().observations().interfaces().values()));
  }

  private boolean knowsAll(LocalRouter router) {
    var links =
        hosts
            .ip(A, "-o", "link")
            .lines()
            .map(line -> line.split("[:@] ?")[1].strip())
            .collect(Collectors.toCollection(TreeSet::new));
    var seen = seen(router);
    boolean names =
        links.equals(
            seen.stream()
                .map(InterfaceStatus::name)
                .collect(Collectors.toCollection(TreeSet::new)));
    return names
        && seen.stream()
            .allMatch(
                link ->
                    hosts
                        .ip(A, "-o", "addr", "show", "dev", link.name())
                        .lines()
                        .map(line -> line.replaceFirst(".* inet6? ([^/ ]*)[/ ].*", "$1"))
                        .filter(address -> !address.equals("10.0.0.151"))
                        .collect(Collectors.toSet())
                        .equals(
                            link.addresses().stream()
                                .map(Object::toString)
                                .collect(Collectors.toSet())));
  }

  private void staysMasterAndKnowsAll(LocalRouter router) {
    router.await(() -> knowsAll(router));
    assertTrue(router.on(() -> isMaster(router)), () -> tail(router));
    assertEquals(1, router.count("Entering BACKUP STATE"), () -> tail(router));
    assertEquals(0, router.count("Entering FAULT"), () -> tail(router));
    assertEquals(
        List.of(),
        router.lines().stream().filter(line -> line.contains("restored it")).toList(),
        () -> tail(router));
    assertTrue(hosts.has(A, List.of("10.0.0.151"), true));
    assertEquals(Map.of(), router.thrown());
  }

  @Test
  void whatOthersDoIsFollowedThoughMostOfTheEventsAreLost() {
    hosts.ip(A, "link", "add", "other", "type", "veth", "peer", "name", "other2");
    try (var router = router(TIGHT)) {
      addressesComeAndGo("other");
      linksComeAndGo();
      addressesComeAndGo("eth0");
      staysMasterAndKnowsAll(router);
      hosts.ip(A, "link", "del", "other");
      staysMasterAndKnowsAll(router);
    }
  }

  /// As long as readings are interrupted, and there are many of them.
  @Test
  void readingsThatOthersCutIntoAreRepeated() {
    hosts.ip(A, "link", "add", "other", "type", "veth", "peer", "name", "other2");
    batch(each(2000, i -> "addr add " + address(i) + " dev other"));
    try (var router = router(TIGHT)) {
      var commands = new ArrayList<String>();
      for (int round = 0; round < 60; round++) {
        for (var verb : List.of("del", "add")) {
          commands.addAll(each(400, i -> "addr " + verb + " " + address(i) + " dev other"));
        }
      }
      batch(commands);
      staysMasterAndKnowsAll(router);
    }
  }

  @Test
  void thousandsOfAddressesOnTheOwnLinkAreFollowed() {
    try (var router = router(NetlinkSocket.Options.DEFAULT)) {
      addressesComeAndGo("eth0");
      batch(each(100, i -> "addr del 198.18.7." + (198 + i % 10) + "/32 dev eth0").subList(0, 10));
      linksComeAndGo();
      staysMasterAndKnowsAll(router);
    }
  }
}
