package keepalived.conf.track;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Interfaces;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Similar;
import keepalived.conf.tree.Word;
import keepalived.core.config.track.Tracking;

/// The tracking lists of an instance or a group during reading.
public final class TrackLists {

  private final TrackerDrafts trackers;
  private final String owner;
  public final List<Tracking.Entry> interfaces = new ArrayList<>();
  public final Map<String, Place> interfacePlaces = new LinkedHashMap<>();
  public final List<Tracking.Entry> scripts = new ArrayList<>();
  public final List<Tracking.Entry> files = new ArrayList<>();
  final List<Tracking.Entry> processes = new ArrayList<>();
  public final List<Tracking.Entry> bfd = new ArrayList<>();
  final Map<String, Place> places = new LinkedHashMap<>();

  public TrackLists(TrackerDrafts trackers, String owner) {
    this.trackers = trackers;
    this.owner = owner;
  }

  /// Adds the keywords of the lists to a table.
  public static <D> void add(Keywords<D> table, Function<D, TrackLists> of) {
    table
        .entries("track_interface", (d, args) -> of.apply(d).networkInterface(args))
        .entries("track_script", (d, args) -> of.apply(d).script(args))
        .entries("track_file", (d, args) -> of.apply(d).file(args))
        .entries("track_process", (d, args) -> of.apply(d).process(args))
        .entries("track_bfd", (d, args) -> of.apply(d).bfd(args));
  }

  private void networkInterface(Args args) {
    Word name = args.word().orElseThrow();
    Interfaces.find(args, name, trackers.globals.dynamicInterfaces, ", tracked by '" + owner + "'");
    interfacePlaces.put(name.text(), args.place());
    var none = new TrackOptions.Weight(0, false);
    TrackOptions.add(args, interfaces, TrackOptions.entry(args, name.text(), none, 253));
  }

  private void script(Args args) {
    Word name = args.word().orElseThrow();
    var script = trackers.scripts.get(name.text());
    if (script == null) {
      undefined(args, name, "vrrp_script", trackers.scripts.keySet());
      return;
    }
    places.put(name.text(), args.place());
    TrackOptions.add(args, scripts, TrackOptions.entry(args, name.text(), script.weight, 253));
  }

  private void file(Args args) {
    Word name = args.word().orElseThrow();
    var file = trackers.files.get(name.text());
    if (file == null) {
      undefined(args, name, "track_file", trackers.files.keySet());
      return;
    }
    var weight = new TrackOptions.Weight(file.weight(), file.reverse());
    TrackOptions.add(args, files, TrackOptions.entry(args, name.text(), weight, 254));
  }

  private void process(Args args) {
    Word name = args.word().orElseThrow();
    var process = trackers.processes.get(name.text());
    if (process == null) {
      undefined(args, name, "vrrp_track_process", trackers.processes.keySet());
      return;
    }
    var weight = new TrackOptions.Weight(process.weight(), process.reverse());
    TrackOptions.add(args, processes, TrackOptions.entry(args, name.text(), weight, 254));
  }

  private void bfd(Args args) {
    Word name = args.word().orElseThrow();
    var session = trackers.bfd.get(name.text());
    if (session == null || !session.vrrp()) {
      undefined(args, name, "bfd_instance for VRRP", trackers.bfd.keySet());
      return;
    }
    var weight = new TrackOptions.Weight(session.weight(), session.reverse());
    TrackOptions.add(args, bfd, TrackOptions.entry(args, name.text(), weight, 253));
  }

  private void undefined(Args args, Word name, String kind, Set<String> defined) {
    args.rest();
    var diagnostic =
        new Diagnostic(
                Code.UNDEFINED_NAME,
                args.place(name),
                "no " + kind + " '" + name + "' is defined above; it is not tracked")
            .original(
                "("
                    + owner
                    + ") track "
                    + kind.replace("vrrp_", "")
                    + " "
                    + name
                    + " not found, ignoring...");
    var similar = Similar.to(name.text(), defined);
    args.add(
        similar
            .map(s -> diagnostic.fix("did you mean '" + s + "'?"))
            .orElse(diagnostic.fix("define it before the block that tracks it")));
  }

  public Tracking build() {
    return new Tracking(interfaces, scripts, files, processes, bfd);
  }
}
