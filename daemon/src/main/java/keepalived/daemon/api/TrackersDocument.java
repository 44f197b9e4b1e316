package keepalived.daemon.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import keepalived.core.config.track.Tracking;
import keepalived.daemon.status.Json;
import keepalived.tracking.bfd.BfdEngine;
import keepalived.vrrp.priority.InterfaceStatus;
import keepalived.vrrp.priority.TrackerResults;

/// `/v1/trackers`: what instances and sync groups follow, with the last results. Commands of
/// scripts and processes are not shown.
public final class TrackersDocument {

  private final Json json;
  private final Reading reading;
  private final TrackerResults seen;

  private TrackersDocument(Json json, Reading reading) {
    this.json = json;
    this.reading = reading;
    seen = reading.vrrp().map(v -> v.observations()).orElseGet(TrackerResults::none);
  }

  public static void write(Json json, Reading reading) {
    json.object(() -> new TrackersDocument(json, reading).members());
  }

  private void members() {
    var config = reading.process().running();
    json.name("interfaces").array(() -> seen.interfaces().values().forEach(this::link));
    json.name("scripts")
        .array(
            () ->
                config
                    .vrrp()
                    .trackedScripts()
                    .keySet()
                    .forEach(name -> tracker(name, seen.scripts().get(name), Tracking::scripts)));
    json.name("processes")
        .array(
            () ->
                config
                    .vrrp()
                    .processes()
                    .keySet()
                    .forEach(
                        name -> tracker(name, seen.processes().get(name), Tracking::processes)));
    json.name("files").array(() -> config.trackFiles().keySet().forEach(this::file));
    json.name("bfd").array(() -> reading.bfd().forEach(this::session));
  }

  private void link(InterfaceStatus link) {
    json.object(
        () -> {
          json.member("name", link.name())
              .member("up", link.up())
              .member("present", link.present());
          json.member("addresses", link.addresses().stream().map(Object::toString).toList());
          followers(link.name(), Tracking::interfaces);
        });
  }

  /// @param up null before the first result
  private void tracker(String name, Boolean up, Function<Tracking, List<Tracking.Entry>> list) {
    json.object(
        () -> {
          json.member("name", name);
          Optional.ofNullable(up).ifPresent(is -> json.member("up", is));
          followers(name, list);
        });
  }

  private void file(String name) {
    json.object(
        () -> {
          json.member("name", name);
          Optional.ofNullable(seen.files().get(name)).ifPresent(v -> json.member("value", v));
          followers(name, Tracking::files);
        });
  }

  private void session(BfdEngine.View view) {
    json.object(
        () -> {
          json.member("name", view.config().name())
              .member("state", view.state().toString())
              .member("remote_state", view.remoteState().toString())
              .member("diagnostic", view.diagnostic().toString());
          followers(view.config().name(), Tracking::bfd);
        });
  }

  private void followers(String name, Function<Tracking, List<Tracking.Entry>> list) {
    var vrrp = reading.process().running().vrrp();
    var followers =
        Stream.concat(
                vrrp.instances().values().stream()
                    .filter(i -> tracks(i.tracking(), name, list))
                    .map(i -> i.name()),
                vrrp.syncGroups().values().stream()
                    .filter(g -> tracks(g.tracking(), name, list))
                    .map(g -> g.name()))
            .toList();
    json.member("tracked_by", followers);
  }

  private static boolean tracks(
      Tracking tracking, String name, Function<Tracking, List<Tracking.Entry>> list) {
    return list.apply(tracking).stream().anyMatch(entry -> entry.name().equals(name));
  }
}
