package keepalived.vrrp.priority;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// The last result of every tracker, by name. A missing entry means: no result yet.
///
/// @param scripts whether the script is up, after rise and fall
/// @param files the value in the file
/// @param processes whether the quorum is reached
/// @param bfd whether the session is up
public record TrackerResults(
    Map<String, InterfaceStatus> interfaces,
    Map<String, Boolean> scripts,
    Map<String, Integer> files,
    Map<String, Boolean> processes,
    Map<String, Boolean> bfd) {

  public static TrackerResults none() {
    return new TrackerResults(
        new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  public TrackerResults copy() {
    return new TrackerResults(
        Collections.unmodifiableMap(new TreeMap<>(interfaces)),
        Collections.unmodifiableMap(new TreeMap<>(scripts)),
        Collections.unmodifiableMap(new TreeMap<>(files)),
        Collections.unmodifiableMap(new TreeMap<>(processes)),
        Collections.unmodifiableMap(new TreeMap<>(bfd)));
  }

  /// Takes over all results except those of interfaces, which the network reports by itself.
  public void takeTrackers(TrackerResults last) {
    scripts.putAll(last.scripts);
    files.putAll(last.files);
    processes.putAll(last.processes);
    bfd.putAll(last.bfd);
  }

  public InterfaceStatus link(String name) {
    return interfaces.getOrDefault(name, InterfaceStatus.absent(name));
  }
}
