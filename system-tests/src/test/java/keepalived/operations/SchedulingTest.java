package keepalived.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How the kernel schedules VRRP, in our thread and in the original's child process, with the same
/// settings.
@Tag("linux")
class SchedulingTest {

  private static final String NAME = "vrrp_by_name";

  /// The values of proc(5).
  ///
  /// @param policy as in linux/sched.h
  /// @param limit soft and hard, in microseconds of computing without blocking
  private record Scheduled(
      String nice, String realTime, String policy, String cpus, boolean locked, String limit) {}

  /// The scheduling after a start with the first settings, and a reload with each of the others.
  private static Scheduled under(Keepalived program, String... settings) {
    try (var lab = new Lab()) {
      var machine = lab.machine("router", "10.9.0.1/24");
      configure(machine, settings[0], 100);
      var daemon = program.start(machine, "keepalived.conf");
      Await.until("its address", () -> machine.has("10.9.0.100"));
      for (int i = 1; i < settings.length; i++) {
        configure(machine, settings[i], 100 + i);
        daemon.signal("HUP");
        String next = "10.9.0." + (100 + i);
        int reloads = i;
        Await.until(
            () -> next + "\n" + daemon.output(),
            () -> machine.has(next) && daemon.count("Reload complete") == reloads);
      }
      var task = new AtomicReference<Optional<String>>();
      Await.until(
          "a thread of that name",
          () -> {
            task.set(task(machine));
            return task.get().isPresent();
          });
      return scheduled(machine, task.get().orElseThrow());
    }
  }

  private static void configure(Machine machine, String settings, int address) {
    machine.write(
        "keepalived.conf",
        "global_defs {\n vrrp_process_name %s\n %s\n}\n%s"
            .formatted(
                NAME, settings, Operated.instance("VI_1", 51, 255, "10.9.0." + address + "/24")));
  }

  /// The directory in /proc of the one thread with the name of the VRRP part.
  private static Optional<String> task(Machine machine) {
    String found =
        machine
            .mustRun("sh", "-c", "grep -lsx " + NAME + " /proc/[0-9]*/task/*/comm; true")
            .strip();
    return found.isEmpty() || found.contains("\n")
        ? Optional.empty()
        : Optional.of(found.replaceFirst("/comm$", ""));
  }

  private static Scheduled scheduled(Machine machine, String task) {
    String stat = machine.mustRun("cat", task + "/stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" "); // from field 3 on
    String status = machine.mustRun("cat", task + "/status");
    String limits = machine.mustRun("cat", task + "/limits");
    return new Scheduled(
        fields[19 - 3],
        fields[40 - 3],
        fields[41 - 3],
        value(status, "Cpus_allowed_list:"),
        !value(status, "VmLck:").equals("0 kB"),
        value(limits, "Max realtime timeout").replaceAll(" +", " "));
  }

  private static String value(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in\n" + text));
  }

  @Test
  void aNiceValueOneProcessorAndLockedMemory() {
    String settings = "vrrp_priority -7\n vrrp_cpu_affinity 0\n vrrp_no_swap";
    var ours = under(Keepalived.OURS, settings);
    assertEquals(under(Keepalived.ORIGINAL, settings), ours);
    assertEquals("-7", ours.nice());
    assertEquals("0", ours.cpus());
    assertTrue(ours.locked());
  }

  @Test
  void realTimeWithItsLimit() {
    String settings = "vrrp_rt_priority 23\n vrrp_rlimit_rttime 5000000";
    var ours = under(Keepalived.OURS, settings);
    assertEquals(under(Keepalived.ORIGINAL, settings), ours);
    assertEquals("23", ours.realTime());
    assertTrue(ours.limit().contains("5000000"), ours.toString());
  }

  /// More than the original does: it keeps the affinity, and an unlimited CPU time.
  @Test
  void aReloadTakesThemBack() {
    String settings = "vrrp_priority -7\n vrrp_cpu_affinity 0\n vrrp_no_swap";
    var untouched = under(Keepalived.OURS, "");
    assertEquals(untouched, under(Keepalived.OURS, settings, ""));
    assertEquals(untouched.nice(), under(Keepalived.ORIGINAL, settings, "").nice());
  }
}
