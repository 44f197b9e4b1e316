package keepalived.examples.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
      Waiting.until("the script speaks", () -> program.output().equals("hello from a\n"));
      assertTrue(program.pidInside() > 1);
      program.crash();
      assertFalse(program.alive());

      lab.unplug(a);
      Waiting.until("no carrier", () -> a.run("ip", "link", "show", "eth0").contains("NO-CARRIER"));
      lab.plug(a);
      Waiting.until("carrier", () -> !a.run("ip", "link", "show", "eth0").contains("NO-CARRIER"));

      var sleeper = b.start("sleep", "1000");
      b.powerOff();
      sleeper.await(Duration.ofSeconds(10));
    }
    assertFalse(Files.exists(directory));
  }
}
