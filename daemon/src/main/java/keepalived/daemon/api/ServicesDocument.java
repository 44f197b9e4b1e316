package keepalived.daemon.api;

import keepalived.core.config.field.CheckFields;
import keepalived.core.time.MonoTime;
import keepalived.daemon.status.Json;
import keepalived.healthcheck.engine.LvsSnapshot;

/// `/v1/services`: virtual servers with their real servers and checks.
public final class ServicesDocument {

  private final Json json;
  private final MonoTime now;

  private ServicesDocument(Json json, MonoTime now) {
    this.json = json;
    this.now = now;
  }

  public static void write(Json json, Reading reading) {
    var now = reading.lvs().map(LvsSnapshot::at).orElseGet(() -> new MonoTime(0));
    var document = new ServicesDocument(json, now);
    json.array(() -> reading.services().forEach(each -> json.object(() -> document.service(each))));
  }

  private void service(LvsSnapshot.ServiceView view) {
    var quorum = view.config().quorum();
    json.member("name", view.name())
        .member("up", view.quorum())
        .member("quorum", quorum.quorum())
        .member("hysteresis", quorum.hysteresis())
        .member("live_weight", view.liveWeight())
        .member("sorry_server", view.sorryServing())
        .member("scheduler", view.config().scheduler());
    json.name("servers")
        .array(() -> view.servers().forEach(each -> json.object(() -> server(each))));
  }

  private void server(LvsSnapshot.ServerView view) {
    json.member("name", view.name())
        .member("up", view.alive())
        .member("weight", view.weight())
        .member("configured_weight", view.config().weight())
        .member("in_table", view.inTable());
    json.name("checks").array(() -> view.checks().forEach(each -> json.object(() -> check(each))));
  }

  private void check(LvsSnapshot.CheckView view) {
    json.member("type", CheckFields.keyword(view.check()))
        .member("up", view.up())
        .member("ran", view.ran())
        .member("failures", view.failures())
        .member("suspended", view.suspended())
        .member("shared_by", view.sharedBy());
    view.lastAt().ifPresent(at -> json.number("last_result_age", Words.seconds(now.since(at))));
    if (!view.lastResult().isEmpty()) {
      json.member("last_result", view.lastResult());
    }
    view.nextAt().ifPresent(at -> json.number("next_in", Words.seconds(at.since(now))));
  }
}
