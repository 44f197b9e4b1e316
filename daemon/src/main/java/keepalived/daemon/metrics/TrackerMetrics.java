package keepalived.daemon.metrics;

import java.util.Map;
import keepalived.daemon.api.Reading;

/// Families about trackers and BFD sessions.
record TrackerMetrics(MetricsText text) {

  void write(Reading reading) {
    text.gauge(
        "keepalived_tracker_up", "Whether a tracker is good; absent before its first result");
    reading
        .vrrp()
        .ifPresent(
            vrrp -> {
              var seen = vrrp.observations();
              seen.interfaces().forEach((name, link) -> up("interface", name, link.up()));
              ups("script", seen.scripts());
              ups("process", seen.processes());
              ups("bfd", seen.bfd());
              text.gauge("keepalived_track_file_value", "The number in a tracked file");
              seen.files()
                  .forEach((name, value) -> text.sample(MetricsText.labels("name", name), value));
            });
    text.gauge("keepalived_bfd_up", "Whether a BFD session is up");
    for (var session : reading.bfd()) {
      boolean up = session.state().equalsIgnoreCase("up");
      text.sample(MetricsText.labels("name", session.config().name()), up ? 1 : 0);
    }
  }

  private void ups(String kind, Map<String, Boolean> results) {
    results.forEach((name, up) -> up(kind, name, up));
  }

  private void up(String kind, String name, boolean up) {
    text.sample(MetricsText.labels("kind", kind, "name", name), up ? 1 : 0);
  }
}
