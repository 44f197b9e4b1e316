package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import keepalived.lab.Await;
import keepalived.lab.Program;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A real-time priority applies to the threads that the loop waits for, and does not end the
/// daemon: the kernel kills a real-time thread that computes for longer than its limit.
@Tag("linux")
class RealTimeTest {

  private static final int INSTANCES = 250;

  private static String configuration(String globals, int thirdByte) {
    var text = new StringBuilder("global_defs {\n router_id R\n" + globals + "\n}\n");
    for (int i = 1; i <= INSTANCES; i++) {
      text.append(Operated.instance("V" + i, i, 255, "10.9.%d.%d/16".formatted(thirdByte, i)));
    }
    return text.toString();
  }

  /// Real-time priority, nice value and policy (2 is round robin) of each thread, by name. Threads
  /// may end between being listed and being read.
  private static Map<String, String> threads(Operated router, Program daemon) {
    var found = new HashMap<String, String>();
    String task = "/proc/" + daemon.pidInside() + "/task";
    for (String stat :
        router.machine.run("sh", "-c", "cat " + task + "/*/stat 2>/dev/null").lines().toList()) {
      int end = stat.lastIndexOf(')');
      String[] fields = stat.substring(end + 2).split(" ");
      String name = stat.substring(stat.indexOf('(') + 1, end);
      found.put(name, fields[37] + " " + fields[16] + " " + fields[38]);
    }
    return found;
  }

  @Test
  void theCollectorKeepsUpAndLongWorkIsSurvived() {
    try (var router = new Operated()) {
      router.configure(configuration("vrrp_rt_priority 50", 10));
      var daemon = router.start();
      router.await(daemon, "(V250) Entering MASTER STATE");
      router.await(daemon, "Startup complete");
      for (int reload = 1; reload <= 3; reload++) {
        router.configure(configuration("vrrp_rt_priority 50", 10 + reload));
        daemon.signal("HUP");
        String last = "10.9.%d.250".formatted(10 + reload);
        Await.until(() -> last + "\n" + daemon.output(), () -> router.machine.has(last));
      }
      var threads = threads(router, daemon);
      assertEquals("50 0 2", threads.get("vrrp"), threads.toString());
      assertEquals("50 0 2", threads.get("VM Thread"), threads.toString());
      assertEquals("0 -20 0", threads.get("work"), threads.toString());
      assertTrue(
          threads.values().stream().noneMatch(t -> t.endsWith("2") && !t.startsWith("50 ")),
          threads.toString());

      router.configure(configuration("", 20));
      daemon.signal("HUP");
      Await.until(
          "ordinary again",
          () ->
              threads(router, daemon).entrySet().stream()
                  .filter(thread -> Set.of("work", "VM Thread").contains(thread.getKey()))
                  .allMatch(thread -> thread.getValue().equals("0 0 0")));
      assertEquals(0, daemon.stop(), daemon.output());
    }
  }
}
