package keepalived.daemon.show;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import keepalived.core.text.Printable;

/// Everything besides instances, for people.
final class OtherScreens {

  private OtherScreens() {}

  static String groups(List<Value> groups) {
    var table = new Table("GROUP", "STATE", "MEMBERS");
    for (var group : groups) {
      String members =
          group.list("members").stream()
              .map(member -> text(member, "name") + " " + text(member, "state"))
              .collect(Collectors.joining(", "));
      table.row(List.of(text(group, "name"), text(group, "state"), members));
    }
    return table.isEmpty() ? "no sync groups\n" : table.toString();
  }

  static String trackers(Value trackers) {
    var table = new Table("KIND", "NAME", "STATE", "TRACKED BY");
    var kinds = Map.of("interfaces", "interface", "scripts", "script", "processes", "process");
    if (trackers instanceof Value.Members(var members)) {
      members.forEach(
          (name, all) ->
              all.each()
                  .forEach(
                      tracker ->
                          table.row(
                              List.of(
                                  kinds.getOrDefault(name, name.equals("files") ? "file" : name),
                                  text(tracker, "name"),
                                  state(tracker),
                                  followers(tracker)))));
    }
    return table.isEmpty() ? "no trackers\n" : table.toString();
  }

  private static String state(Value tracker) {
    if (tracker.at("up") instanceof Value.Flag(boolean up)) {
      return up ? "up" : "down";
    }
    return tracker
        .number("value")
        .map(BigDecimal::toPlainString)
        .or(() -> tracker.text("state"))
        .orElse("no result yet");
  }

  private static String followers(Value tracker) {
    String names =
        tracker.list("tracked_by").stream()
            .map(name -> name instanceof Value.Text(var text) ? text : "-")
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "-" : names;
  }

  static String services(List<Value> services) {
    var text = new StringBuilder();
    for (var service : services) {
      long up = service.list("servers").stream().filter(server -> server.flag("up")).count();
      text.append(
          Printable.of(
              "%s %s: %d of %d servers up, weight %s, quorum %s, %s%s"
                  .formatted(
                      text(service, "name"),
                      service.flag("up") ? "UP" : "DOWN",
                      up,
                      service.list("servers").size(),
                      number(service, "live_weight"),
                      number(service, "quorum"),
                      text(service, "scheduler"),
                      service.flag("sorry_server") ? ", traffic to the sorry server" : "")));
      text.append('\n');
      servers(service).lines().forEach(line -> text.append("  ").append(line).append('\n'));
    }
    return text.isEmpty() ? "no virtual servers\n" : text.toString();
  }

  private static String servers(Value service) {
    var table = new Table("SERVER", "STATE", "WEIGHT", "CHECKS");
    for (var server : service.list("servers")) {
      String checks =
          server.list("checks").stream().map(OtherScreens::check).collect(Collectors.joining("; "));
      table.row(
          List.of(
              text(server, "name"),
              server.flag("up") ? "up" : "DOWN",
              number(server, "weight"),
              checks.isEmpty() ? "none" : checks));
    }
    return table.isEmpty() ? "no real servers" : table.toString();
  }

  private static String check(Value check) {
    String result =
        !check.flag("ran")
            ? "no result yet"
            : (check.flag("up") ? "up" : "DOWN")
                + check.text("last_result").map(words -> ", " + words).orElse("")
                + check
                    .number("last_result_age")
                    .map(age -> " " + Spans.seconds(age) + " ago")
                    .orElse("");
    return text(check, "type") + " " + result;
  }

  /// The lines below the table of instances.
  static String notes(Value status) {
    var text = new StringBuilder();
    for (var part : status.list("parts")) {
      if (!part.text("state").orElse("").equals("running")) {
        text.append(text(part, "name") + " is " + text(part, "state") + "\n");
      }
    }
    if (status.flag("config.stale")) {
      String since = Spans.between(status.at("config.stale_since"), status.at("at"));
      text.append(
          Printable.of(
              "configuration stale for %s: %s"
                  .formatted(since, text(status, "config.stale_reason"))));
      text.append('\n');
    }
    status
        .text("services.kernel_problem")
        .ifPresent(why -> text.append("IPVS: ").append(Printable.of(why)).append('\n'));
    return text.toString();
  }

  /// The configuration with one keyword on a line, blocks indented.
  static String config(Value config) {
    var text = new StringBuilder();
    block("", config, text);
    return text.toString();
  }

  private static void block(String indent, Value block, StringBuilder text) {
    if (block instanceof Value.Members(var members)) {
      members.forEach(
          (keyword, value) -> {
            switch (value) {
              case Value.Text(var words) -> line(indent + keyword + " " + words, text);
              case Value.Elements(var all) ->
                  all.forEach(
                      each -> {
                        if (each instanceof Value.Text(var words)) {
                          line(indent + keyword + " " + words, text);
                        } else {
                          nested(indent, keyword, each, text);
                        }
                      });
              default -> nested(indent, keyword, value, text);
            }
          });
    }
  }

  private static void nested(String indent, String keyword, Value block, StringBuilder text) {
    line(indent + keyword + " {", text);
    block(indent + "  ", block, text);
    line(indent + "}", text);
  }

  private static void line(String line, StringBuilder text) {
    text.append(Printable.of(line)).append('\n');
  }

  private static String text(Value value, String path) {
    return value.text(path).orElse("-");
  }

  private static String number(Value value, String path) {
    return value.number(path).map(BigDecimal::toPlainString).orElse("-");
  }
}
