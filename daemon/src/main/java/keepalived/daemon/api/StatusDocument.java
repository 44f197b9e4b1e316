package keepalived.daemon.api;

import java.util.Locale;
import keepalived.daemon.process.Release;
import keepalived.daemon.status.Json;
import keepalived.vrrp.machine.State;

/// `/v1/status`: the process, its parts and its configuration in a few lines.
public final class StatusDocument {

  private StatusDocument() {}

  public static void write(Json json, Reading reading) {
    json.object(
        () -> {
          var process = reading.process();
          json.member("version", Release.VERSION)
              .member("pid", ProcessHandle.current().pid())
              .member("node", Release.hostName())
              .member("at", reading.at().toString())
              .member("started", process.started().toString())
              .number("uptime", Words.seconds(process.uptime()));
          json.name("parts").array(() -> reading.parts().forEach(part -> part(json, part)));
          json.name("config").object(() -> config(json, reading));
          json.name("instances").object(() -> instances(json, reading));
          json.name("services").object(() -> services(json, reading));
        });
  }

  private static void part(Json json, Reading.Part part) {
    json.object(
        () ->
            json.member("name", part.name())
                .member("state", part.condition().name().toLowerCase(Locale.ROOT)));
  }

  private static void config(Json json, Reading reading) {
    var stale = reading.process().stale();
    json.member("stale", stale.isPresent());
    stale.ifPresent(
        s -> json.member("stale_since", s.since().toString()).member("stale_reason", s.reason()));
  }

  private static void instances(Json json, Reading reading) {
    for (var role : State.Role.values()) {
      var key = Words.state(role).toLowerCase(Locale.ROOT);
      json.member(key, reading.instances().stream().filter(i -> i.state().role() == role).count());
    }
  }

  private static void services(Json json, Reading reading) {
    var all = reading.services();
    json.member("up", all.stream().filter(s -> s.quorum()).count())
        .member("down", all.stream().filter(s -> !s.quorum()).count());
    reading
        .lvs()
        .flatMap(lvs -> lvs.kernelProblem())
        .ifPresent(why -> json.member("kernel_problem", why));
  }
}
