package keepalived.core.config.field;

import java.util.List;
import java.util.function.Function;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.track.Tracking;

/// The fields that instances and sync groups share: trackers and notify scripts.
final class TrackFields {

  private static final List<Field<Tracking>> TRACKING =
      List.of(
          Field.list("track_interface", Tracking::interfaces, TrackFields::entry),
          Field.list("track_script", Tracking::scripts, TrackFields::entry),
          Field.list("track_file", Tracking::files, TrackFields::entry),
          Field.list("track_process", Tracking::processes, TrackFields::entry),
          Field.list("track_bfd", Tracking::bfd, TrackFields::entry));

  private static final List<Field<NotifyScripts>> SCRIPTS =
      List.of(
          Field.of("notify_master", NotifyScripts::master),
          Field.of("notify_backup", NotifyScripts::backup),
          Field.of("notify_fault", NotifyScripts::fault),
          Field.of("notify_stop", NotifyScripts::stop),
          Field.of("notify", NotifyScripts::any));

  private TrackFields() {}

  static <R> List<Field<R>> in(Function<R, Tracking> part) {
    return TRACKING.stream().map(field -> field.in(part)).toList();
  }

  static <R> List<Field<R>> scripts(Function<R, NotifyScripts> part) {
    return SCRIPTS.stream().map(field -> field.in(part)).toList();
  }

  private static String entry(Tracking.Entry entry) {
    return entry.name() + " weight " + Words.weight(entry.weight(), entry.reverse());
  }
}
