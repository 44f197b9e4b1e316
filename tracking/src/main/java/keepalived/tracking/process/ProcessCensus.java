package keepalived.tracking.process;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The running processes that match a tracker, combined from kernel events and scans of /proc. A
/// scan takes time; an event that arrives during a scan is newer than the scan's result.
public final class ProcessCensus {

  private final Map<Integer, Program> known = new HashMap<>();

  /// Processes whose program is being read, each with the number of its last lookup.
  private final Map<Integer, Integer> looks = new HashMap<>();

  /// Processes for which an event arrived since the scan began.
  private final Set<Integer> changed = new HashSet<>();

  private boolean scanning;
  private int numbers;

  public Collection<Program> programs() {
    return known.values();
  }

  public void clear() {
    known.clear();
    looks.clear();
  }

  /// A process forked: the child runs the same program until it executes another.
  ///
  /// @return whether the child matches a tracker
  public boolean forked(int parent, int child) {
    noteChange(child);
    var program = known.get(parent);
    if (program != null) {
      known.put(child, program);
    }
    return program != null;
  }

  /// Whether a lookup of the program of a process is pending. The program of its children is then
  /// unknown too.
  public boolean uncertain(int pid) {
    return looks.containsKey(pid);
  }

  /// A process ended.
  ///
  /// @return whether it matched a tracker
  public boolean exited(int pid) {
    noteChange(pid);
    looks.remove(pid);
    return known.remove(pid) != null;
  }

  /// A process executed another program or changed its name, so its program has to be read.
  ///
  /// @return the number of the lookup, for [#seen]
  public int changed(int pid) {
    noteChange(pid);
    return look(pid);
  }

  private int look(int pid) {
    looks.put(pid, ++numbers);
    return numbers;
  }

  private void noteChange(int pid) {
    if (scanning) {
      changed.add(pid);
    }
  }

  /// The result of a lookup.
  ///
  /// @param program empty when the process has ended or matches no tracker
  /// @return whether the process matched a tracker before or matches one now
  public boolean seen(int pid, int look, Optional<Program> program) {
    if (!looks.remove(pid, look)) {
      return false;
    }
    boolean before =
        program.isPresent() ? known.put(pid, program.get()) != null : known.remove(pid) != null;
    return before || program.isPresent();
  }

  /// A scan of the whole of /proc begins.
  public void scanBegins() {
    scanning = true;
    changed.clear();
  }

  /// The result of a scan.
  ///
  /// @param found processes that match a tracker, by process id
  /// @return processes that changed during the scan and must be read again, with the number of the
  ///   lookup
  public Map<Integer, Integer> scanned(Map<Integer, Program> found) {
    scanning = false;
    known.keySet().retainAll(changed);
    found.forEach(
        (pid, program) -> {
          if (!changed.contains(pid)) {
            known.put(pid, program);
          }
        });
    var again = new HashMap<Integer, Integer>();
    changed.forEach(pid -> again.put(pid, look(pid)));
    return again;
  }
}
