package keepalived.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("linux")
class LabTest {

  @Test
  void machinesReachEachOtherAndVanish() {
    Path directory;
    try (var lab = new Lab()) {
      directory = lab.directory();
      var a = lab.machine("a", "10.9.0.1/24", "fd00:9::1/64");
      var b = lab.machine("b", "10.9.0.2/24", "fd00:9::2/64");
      assertTrue(a.has("10.9.0.1"));
      assertFalse(a.has("10.9.0.2"));
      a.mustRun("ping", "-c1", "-W3", "10.9.0.2");
      b.mustRun("ping", "-c1", "-W3", "fd00:9::1");
      assertEquals("a\n", a.mustRun("hostname"));

      a.write("hello.sh", "#!/bin/sh\necho hello from $(hostname)\nexec sleep 1000\n");
      var program = a.start("/etc/keepalived/hello.sh");
      Await.until("the script speaks", () -> program.output().equals("hello from a\n"));
      assertTrue(program.pidInside() > 1);
      program.crash();
      assertFalse(program.alive());

      lab.unplug(a);
      Await.until("no carrier", () -> a.run("ip", "link", "show", "eth0").contains("NO-CARRIER"));
      lab.plug(a);
      Await.until("carrier", () -> !a.run("ip", "link", "show", "eth0").contains("NO-CARRIER"));

      var sleeper = b.start("sleep", "1000");
      b.powerOff();
      sleeper.await(Duration.ofSeconds(10));
    }
    assertFalse(Files.exists(directory));
  }

  @Test
  void machinesWithOnlyANetworkAreCabled() {
    try (var a = Machine.network("a");
        var b = Machine.network("b")) {
      a.cable("eth0", b, "eth1");
      a.ip("link", "set", "eth0", "up");
      b.ip("link", "set", "eth1", "up");
      a.ip("addr", "add", "10.9.0.1/24", "dev", "eth0");
      b.ip("addr", "add", "10.9.0.2/24", "dev", "eth1");
      a.mustRun("ping", "-c1", "-W3", "10.9.0.2");

      assertTrue(a.call(() -> canListenOn("10.9.0.1")) && !b.call(() -> canListenOn("10.9.0.1")));

      var program = a.start("sleep", "1000");
      assertEquals("sleep\n", a.mustRun("cat", "/proc/" + program.pidInside() + "/comm"));
      program.signal("STOP");
      program.signal("CONT");
      program.crash();
      assertFalse(program.alive());
      var sleeper = b.start("sleep", "1000");
      b.powerOff();
      sleeper.await(Duration.ofSeconds(10));
    }
  }

  @Test
  void addressesAreThoseThatIpShows() {
    try (var machine = Machine.network("a")) {
      machine.ip("link", "add", "d0", "type", "bridge");
      machine.ip("addr", "add", "10.9.0.1/24", "dev", "d0");
      machine.ip("addr", "add", "10.9.0.2/24", "dev", "d0", "label", "d0:second");
      machine.ip("addr", "add", "10.9.0.3/32", "dev", "d0");
      machine.ip("addr", "add", "fd00:9::1/64", "dev", "d0");
      var addresses = List.of("10.9.0.1", "10.9.0.2", "10.9.0.3", "fd00:9::1");
      // The interface is down, then up with an address that is still tentative.
      addresses.forEach(address -> assertTrue(machine.has(address), address));
      machine.ip("link", "set", "d0", "up");
      addresses.forEach(address -> assertTrue(machine.has(address), address));

      machine.ip("addr", "del", "10.9.0.3/32", "dev", "d0");
      machine.ip("addr", "del", "fd00:9::1/64", "dev", "d0");
      for (var gone : List.of("10.9.0.3", "fd00:9::1", "10.9.0.4", "fd00:9::10")) {
        assertFalse(machine.has(gone), gone);
      }
      assertThrows(IllegalArgumentException.class, () -> machine.has("10.9.0.1/24"));
    }
  }

  private static boolean canListenOn(String address) throws UnknownHostException {
    try (var server = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return server.isBound();
    } catch (IOException notOurs) {
      return false;
    }
  }
}
