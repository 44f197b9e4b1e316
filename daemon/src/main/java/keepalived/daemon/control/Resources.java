package keepalived.daemon.control;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import keepalived.daemon.api.ConfigDocument;
import keepalived.daemon.api.GroupsDocument;
import keepalived.daemon.api.Reading;
import keepalived.daemon.api.ServicesDocument;
import keepalived.daemon.api.StatusDocument;
import keepalived.daemon.api.TrackersDocument;
import keepalived.daemon.api.VrrpDocument;
import keepalived.daemon.api.Words;
import keepalived.daemon.metrics.MetricsPage;
import keepalived.daemon.status.Json;
import keepalived.vrrp.machine.State;

/// The resources of the socket (docs/api.md).
final class Resources {

  private static final String INSTANCE = "/v1/vrrp/";

  /// @param part whose silence makes an answer impossible; empty when none does
  private record Document(String part, BiConsumer<Json, Reading> writer) {

    Answer answer(Reading reading) {
      return reading.silent(part)
          ? silent(part)
          : Answer.json(json -> writer.accept(json, reading));
    }
  }

  private static final Map<String, Document> DOCUMENTS =
      new TreeMap<>(
          Map.of(
              "/v1/status", new Document("", StatusDocument::write),
              "/v1/vrrp", new Document("vrrp", VrrpDocument::write),
              "/v1/groups", new Document("vrrp", GroupsDocument::write),
              "/v1/trackers", new Document("vrrp", TrackersDocument::write),
              "/v1/services", new Document("lvs", ServicesDocument::write),
              "/v1/config", new Document("", ConfigDocument::write)));

  private final Readings readings;

  Resources(Readings readings) {
    this.readings = readings;
  }

  /// Answers on the loop of the readings, now or at most a second later.
  void answer(Request request, Consumer<Answer> answered) {
    String path = request.path();
    if (path.equals("/")) {
      answered.accept(Answer.text(Answer.OK, index()));
    } else if (DOCUMENTS.containsKey(path)) {
      var document = DOCUMENTS.get(path);
      readings.read(kept -> answered.accept(kept.answer(path, document::answer)));
    } else if (path.startsWith(INSTANCE)) {
      String name = path.substring(INSTANCE.length());
      readings.read(kept -> answered.accept(instance(name, kept.reading())));
    } else if (path.equals("/metrics")) {
      readings.read(kept -> answered.accept(metrics(request, kept)));
    } else if (path.equals("/healthz")) {
      var masters = request.query().getOrDefault("master", List.of());
      readings.read(kept -> answered.accept(health(masters, kept.reading())));
    } else {
      answered.accept(nothing("no resource " + path));
    }
  }

  /// Answers a client of TCP, who sees no more than numbers.
  void answerRemote(Request request, Consumer<Answer> answered) {
    if (request.path().equals("/metrics") || request.path().equals("/healthz")) {
      answer(request, answered);
    } else {
      answered.accept(nothing("only /metrics and /healthz are served here"));
    }
  }

  private static String index() {
    return DOCUMENTS.keySet().stream().collect(Collectors.joining("\n", "", "\n"))
        + INSTANCE
        + "NAME\n/healthz\n/metrics\n";
  }

  private static Answer instance(String name, Reading reading) {
    if (reading.silent("vrrp")) {
      return silent("vrrp");
    }
    return reading
        .instance(name)
        .map(found -> Answer.json(json -> VrrpDocument.write(json, reading, found)))
        .orElseGet(() -> nothing("no instance " + name));
  }

  private static Answer silent(String part) {
    return Answer.problem(
        Answer.UNAVAILABLE, "Part does not answer", "the " + part + " loop does not answer");
  }

  private static Answer nothing(String detail) {
    return Answer.problem(Answer.NOT_FOUND, "Not found", detail);
  }

  /// The whole page is kept for other scrapers; parts of it are made each time.
  private static Answer metrics(Request request, Readings.Kept kept) {
    boolean open = request.accept().contains("application/openmetrics-text");
    String type = open ? MetricsPage.OPEN_METRICS : MetricsPage.TEXT;
    var names = request.query().getOrDefault("scope", List.of());
    if (names.isEmpty()) {
      return kept.answer(type, r -> Answer.of(type, MetricsPage.text(r, MetricsPage.ALL, open)));
    }
    return MetricsPage.scopes(names)
        .map(scopes -> Answer.of(type, MetricsPage.text(kept.reading(), scopes, open)))
        .orElseGet(() -> nothing("no such scope; there are " + MetricsPage.ALL));
  }

  /// 200 when every configured part works, and every instance of `masters` is MASTER here.
  private static Answer health(List<String> masters, Reading reading) {
    var broken = reading.parts().stream().filter(part -> !part.sound()).toList();
    if (!broken.isEmpty()) {
      var words = broken.stream().map(p -> p.name() + " is " + p.condition()).toList();
      return Answer.text(Answer.UNAVAILABLE, String.join("\n", words) + "\n");
    }
    return masters.stream()
        .map(name -> master(name, reading))
        .max(Comparator.comparingInt(Answer::status))
        .orElseGet(() -> Answer.text(Answer.OK, "ok\n"));
  }

  private static Answer master(String name, Reading reading) {
    var instance = reading.instance(name);
    if (instance.isEmpty()) {
      return Answer.text(Answer.NOT_FOUND, "no instance " + name + "\n");
    }
    var role = instance.get().state().role();
    int status = role == State.Role.MASTER ? Answer.OK : Answer.UNAVAILABLE;
    return Answer.text(status, name + " is " + Words.state(role) + "\n");
  }
}
