package keepalived.daemon.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Logs where each thread is, to diagnose a daemon that hangs (at SIGQUIT, as in every Java
/// program; `jstack` cannot attach).
public final class Stacks {

  private Stacks() {}

  public static List<String> lines(Map<Thread, StackTraceElement[]> stacks) {
    var lines = new ArrayList<String>();
    lines.add("Threads: " + stacks.size());
    stacks.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().getName()))
        .forEach(
            entry -> {
              var thread = entry.getKey();
              lines.add("Thread " + thread.getName() + " " + thread.getState());
              for (var frame : entry.getValue()) {
                lines.add("    at " + frame);
              }
            });
    return lines;
  }
}
