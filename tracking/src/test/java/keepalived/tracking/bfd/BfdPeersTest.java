package keepalived.tracking.bfd;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import keepalived.core.config.track.BfdInstance;
import keepalived.core.log.Part;
import keepalived.core.log.PartLog;
import keepalived.core.net.IpAddress;
import keepalived.lab.Machine;
import keepalived.linux.loop.EpollLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions with other implementations of BFD: FRR's bfdd and keepalived itself, over a virtual
/// cable.
@Tag("linux")
class BfdPeersTest {

  private final Machine ours = Machine.network("ours");
  private final Machine theirs = Machine.network("theirs");

  @TempDir Path directory;

  private final List<Process> processes = new ArrayList<>();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void cable() {
    ours.cable("v0", theirs, "v1");
    address(ours, "v0", 1);
    address(theirs, "v1", 2);
  }

  private static void address(Machine machine, String link, int host) {
    machine.ip("link", "set", link, "up");
    machine.ip("addr", "add", "10.77.0." + host + "/24", "dev", link);
    machine.ip("addr", "add", "fd77::" + host + "/64", "dev", link, "nodad");
  }

  @AfterEach
  void clean() throws Exception {
    for (var process : processes) {
      process.destroy();
      process.waitFor(5, TimeUnit.SECONDS);
    }
    ours.close();
    theirs.close();
  }

  private void inTheirs(String... words) {
    theirs.mustRun(words);
  }

  private void daemon(String name, String... words) throws IOException {
    processes.add(
        new ProcessBuilder(theirs.inside(words))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start());
  }

  private static BfdInstance session(String neighbor, String source, boolean multihop) {
    return new BfdInstance(
        neighbor,
        IpAddress.parse(neighbor).orElseThrow(),
        IpAddress.parse(source),
        Duration.ofMillis(100),
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        5,
        false,
        255,
        multihop ? 254 : 0,
        multihop,
        0,
        false,
        true,
        true);
  }

  /// An engine on a loop on our machine.
  private EpollLoop engine(CompletableFuture<BfdEngine> made) throws Exception {
    var started = ours.call(() -> EpollLoop.start("bfd", Throwable::printStackTrace));
    started.post(
        () ->
            made.complete(
                new BfdEngine(
                    new BfdEngine.Ports(
                        started,
                        new LinuxBfdNetwork(started, new Random()),
                        new Random(),
                        new PartLog(Part.BFD, _ -> {}),
                        (s, up) -> told.add(s.name() + (up ? " UP" : " DOWN"))))));
    return started;
  }

  private void upDownUp(List<BfdInstance> sessions) throws Exception {
    var made = new CompletableFuture<BfdEngine>();
    try (var loop = engine(made)) {
      var engine = made.get(10, TimeUnit.SECONDS);
      var byName = new java.util.LinkedHashMap<String, BfdInstance>();
      sessions.forEach(s -> byName.put(s.name(), s));
      loop.post(() -> engine.start(byName));
      for (var session : sessions) {
        waitFor(session.name() + " UP", new ArrayList<>());
      }
      // Each session reports at its start that it is down; this is not the DOWN that the filter
      // causes.
      early.clear();
      told.clear();
      inTheirs("nft", "add", "table", "inet", "t");
      inTheirs("nft", "add", "chain", "inet", "t", "o", "{ type filter hook output priority 0; }");
      inTheirs("nft", "add", "rule", "inet", "t", "o", "udp", "dport", "3784", "drop");
      for (var session : sessions) {
        waitFor(session.name() + " DOWN", new ArrayList<>());
      }
      inTheirs("nft", "flush", "ruleset");
      for (var session : sessions) {
        waitFor(session.name() + " UP", new ArrayList<>());
      }
      var stopped = new CompletableFuture<Map<String, BfdInstance>>();
      loop.post(
          () -> {
            engine.stop();
            stopped.complete(byName);
          });
      stopped.get(10, TimeUnit.SECONDS);
    }
  }

  private final List<String> early = new ArrayList<>();

  /// Waits for an event; other events are kept for later waits.
  private void waitFor(String event, List<String> others) throws InterruptedException {
    if (early.remove(event)) {
      return;
    }
    while (true) {
      var heard = Optional.ofNullable(told.poll(30, TimeUnit.SECONDS));
      assertTrue(heard.isPresent(), "no " + event + " in time, but " + others);
      if (heard.get().equals(event)) {
        return;
      }
      others.add(heard.get());
      if (!heard.get().startsWith(event.substring(0, event.indexOf(' ')))) {
        early.add(heard.get());
      }
    }
  }

  @Test
  void keepalived() throws Exception {
    var file = directory.resolve("keepalived.conf");
    Files.writeString(
        file,
        """
        bfd_instance four {
          neighbor_ip 10.77.0.1
          source_ip 10.77.0.2
          min_rx 100
          min_tx 100
          multiplier 5
        }
        bfd_instance six {
          neighbor_ip fd77::1
          source_ip fd77::2
          min_rx 100
          min_tx 100
          multiplier 5
          hoplimit 255
        }
        vrrp_instance V {
          interface v1
          virtual_router_id 1
          virtual_ipaddress {
            10.77.0.9
          }
          track_bfd {
            four
            six
          }
        }
        """);
    daemon(
        "keepalived",
        "keepalived",
        "-n",
        "-l",
        "-D",
        "-G",
        "-f",
        file.toString(),
        "-p",
        directory.resolve("a.pid").toString(),
        "-r",
        directory.resolve("v.pid").toString(),
        "-b",
        directory.resolve("b.pid").toString(),
        "-c",
        directory.resolve("c.pid").toString());
    upDownUp(
        List.of(session("10.77.0.2", "10.77.0.1", false), session("fd77::2", "fd77::1", false)));
  }

  @Test
  void frr() throws Exception {
    Files.setPosixFilePermissions(
        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    var file = directory.resolve("bfdd.conf");
    Files.writeString(
        file,
        """
        bfd
         peer 10.77.0.1 local-address 10.77.0.2 interface v1
          receive-interval 100
          transmit-interval 100
          detect-multiplier 5
          no shutdown
        !
        """);
    daemon(
        "zebra",
        "/usr/lib/frr/zebra",
        "-i",
        directory.resolve("z.pid").toString(),
        "-z",
        directory.resolve("zserv").toString(),
        "--vty_socket",
        directory.toString(),
        "-f",
        "/dev/null",
        "-P",
        "0");
    daemon(
        "bfdd",
        "/usr/lib/frr/bfdd",
        "-i",
        directory.resolve("b.pid").toString(),
        "-z",
        directory.resolve("zserv").toString(),
        "--vty_socket",
        directory.toString(),
        "--bfdctl",
        directory.resolve("bfdd.sock").toString(),
        "-f",
        file.toString(),
        "-P",
        "0");
    upDownUp(List.of(session("10.77.0.2", "10.77.0.1", false)));
  }
}
