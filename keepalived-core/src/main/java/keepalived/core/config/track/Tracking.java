package keepalived.core.config.track;

import java.util.List;

/// The trackers of an instance or a group; each entry names an interface or a defined tracker.
public record Tracking(
    List<Entry> interfaces,
    List<Entry> scripts,
    List<Entry> files,
    List<Entry> processes,
    List<Entry> bfd) {

  public static final Tracking NONE =
      new Tracking(List.of(), List.of(), List.of(), List.of(), List.of());

  public Tracking {
    interfaces = List.copyOf(interfaces);
    scripts = List.copyOf(scripts);
    files = List.copyOf(files);
    processes = List.copyOf(processes);
    bfd = List.copyOf(bfd);
  }

  /// @param weight 0 means FAULT while down; for files the multiplier of the value
  /// @param reverse changes the sign of the weight; with weight 0, swaps up and down
  public record Entry(String name, int weight, boolean reverse) {}
}
