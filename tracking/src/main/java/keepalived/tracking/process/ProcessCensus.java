package keepalived.tracking.process;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which processes there are, of those that anyone counts: what the kernel's events and readings of
/// /proc say together. Reading takes a while; what an event told meanwhile is the newer.
public final class ProcessCensus {

  private final Map<Integer, Program> known = new HashMap<>();

  /// Processes being looked at, with the number of the last look.
  private final Map<Integer, Integer> looks = new HashMap<>();

  /// Processes that events told of since the scan began.
  private final Set<Integer> told = new HashSet<>();

  private boolean scanning;
  private int numbers;

  public Collection<Program> programs() {
    return known.values();
  }

  public void clear() {
    known.clear();
    looks.clear();
  }

  /// A process has a child: the same program, until it runs another.
  ///
  /// @return whether it counts
  public boolean forked(int parent, int child) {
    tell(child);
    var program = known.get(parent);
    if (program != null) {
      known.put(child, program);
    }
    return program != null;
  }

  /// Whether what a process runs is not known yet; nor is then what its children run.
  public boolean uncertain(int pid) {
    return looks.containsKey(pid);
  }

  /// @return whether it counted
  public boolean exited(int pid) {
    tell(pid);
    looks.remove(pid);
    return known.remove(pid) != null;
  }

  /// A process runs another program or has another name: it has to be looked at.
  ///
  /// @return the number of the look, for [#seen]
  public int changed(int pid) {
    tell(pid);
    return look(pid);
  }

  private int look(int pid) {
    looks.put(pid, ++numbers);
    return numbers;
  }

  private void tell(int pid) {
    if (scanning) {
      told.add(pid);
    }
  }

  /// What a look has found.
  ///
  /// @param program empty when there is no such process, or nobody counts it
  /// @return whether it counted before or does now
  public boolean seen(int pid, int look, Optional<Program> program) {
    if (!looks.remove(pid, look)) {
      return false;
    }
    boolean before =
        program.isPresent() ? known.put(pid, program.get()) != null : known.remove(pid) != null;
    return before || program.isPresent();
  }

  /// The whole of /proc is going to be read.
  public void scanBegins() {
    scanning = true;
    told.clear();
  }

  /// What a scan has found.
  ///
  /// @param found those that anyone counts, by their ids
  /// @return those to look at once more, since they changed meanwhile, with the number of the look
  public Map<Integer, Integer> scanned(Map<Integer, Program> found) {
    scanning = false;
    known.keySet().retainAll(told);
    found.forEach(
        (pid, program) -> {
          if (!told.contains(pid)) {
            known.put(pid, program);
          }
        });
    var again = new HashMap<Integer, Integer>();
    told.forEach(pid -> again.put(pid, look(pid)));
    return again;
  }
}
