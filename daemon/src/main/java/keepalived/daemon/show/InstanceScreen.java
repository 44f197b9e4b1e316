package keepalived.daemon.show;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import keepalived.core.text.Printable;

/// Virtual routers: a line for each, or all about one.
final class InstanceScreen {

  private final Value now;

  /// @param status of the same daemon
  InstanceScreen(Value status) {
    now = status.at("at");
  }

  String table(List<Value> instances, boolean wide) {
    var titles = new ArrayList<>(List.of("NAME", "VRID", "IF", "STATE", "SINCE", "PRIO", "MASTER"));
    if (wide) {
      titles.addAll(List.of("GROUP", "ADVERTS IN/OUT", "BECAME", "ADDRESSES"));
    }
    titles.add("LAST CHANGE");
    var table = new Table(titles.toArray(String[]::new));
    instances.forEach(instance -> table.row(row(instance, wide)));
    return table.toString();
  }

  private List<String> row(Value instance, boolean wide) {
    var cells = new ArrayList<String>();
    cells.add(text(instance, "name"));
    cells.add(number(instance, "vrid"));
    cells.add(instance.text("vmac").orElse(text(instance, "interface")));
    cells.add(text(instance, "state"));
    cells.add(Spans.between(instance.at("since"), now));
    cells.add(priority(instance));
    cells.add(master(instance));
    if (wide) {
      cells.add(text(instance, "group"));
      cells.add(
          number(instance, "counters.advert_rcvd")
              + "/"
              + number(instance, "counters.advert_sent"));
      cells.add(number(instance, "counters.become_master"));
      cells.add(addresses(instance));
    }
    cells.add(reason(instance));
    return cells;
  }

  /// `113=100+10+3`: the parts that act now.
  private static String priority(Value instance) {
    var parts = new StringBuilder();
    for (var part : instance.list("priority.parts")) {
      var amount = part.number("amount").orElse(BigDecimal.ZERO);
      if (amount.signum() != 0) {
        parts.append(amount.signum() > 0 ? "+" : "").append(amount);
      }
    }
    String effective = number(instance, "priority.effective");
    return parts.isEmpty()
        ? effective
        : effective + "=" + number(instance, "priority.base") + parts;
  }

  private static String master(Value instance) {
    if (instance.flag("master.self")) {
      return instance.flag("master.conflict") ? "self, and another" : "self";
    }
    String age =
        instance
            .number("master.last_advert_age")
            .map(seconds -> " " + Spans.seconds(seconds) + " ago")
            .orElse("");
    return text(instance, "master.address") + age;
  }

  /// What is missing now, or else why the state is what it is.
  private static String reason(Value instance) {
    var faults = instance.list("faults");
    if (!faults.isEmpty()) {
      return faults.stream().map(f -> text(f, "text")).collect(Collectors.joining("; "));
    }
    String event =
        instance.text("last_transition.event").map(id -> " (event " + id + ")").orElse("");
    return text(instance, "last_transition.text") + event;
  }

  private static String addresses(Value instance) {
    return instance.list("addresses").stream()
        .map(a -> text(a, "address"))
        .collect(Collectors.joining(" "));
  }

  String details(Value instance) {
    var lines = new StringBuilder();
    line(lines, "instance", text(instance, "name") + ", VRID " + number(instance, "vrid"));
    line(lines, "state", text(instance, "state") + " for " + since(instance));
    line(lines, "last change", change(instance));
    instance.list("faults").forEach(fault -> line(lines, "missing", text(fault, "text")));
    line(lines, "master", master(instance));
    line(lines, "priority", priority(instance));
    for (var part : instance.list("priority.parts")) {
      String words = "%s %s weight %s adds %s";
      line(
          lines,
          "",
          words.formatted(
              text(part, "kind"),
              text(part, "name"),
              number(part, "weight"),
              number(part, "amount")));
    }
    line(lines, "interface", place(instance));
    line(lines, "protocol", protocol(instance));
    instance.text("group").ifPresent(group -> line(lines, "sync group", group));
    for (var address : instance.list("addresses")) {
      line(lines, "address", text(address, "address") + " dev " + text(address, "interface"));
    }
    for (var address : instance.list("excluded_addresses")) {
      String words = text(address, "address") + " dev " + text(address, "interface");
      line(lines, "address", words + ", not advertised");
    }
    instance.list("routes").forEach(route -> line(lines, "route", plain(route)));
    instance.list("rules").forEach(rule -> line(lines, "rule", plain(rule)));
    counters(lines, instance.at("counters"));
    return lines.toString();
  }

  private String since(Value instance) {
    return Spans.between(instance.at("since"), now) + ", since " + text(instance, "since");
  }

  private static String change(Value instance) {
    return text(instance, "last_transition.from")
        + " to "
        + text(instance, "last_transition.to")
        + ": "
        + text(instance, "last_transition.text");
  }

  private static String place(Value instance) {
    return instance.text("vmac").map(mac -> mac + " on ").orElse("")
        + text(instance, "interface")
        + ", adverts from "
        + text(instance, "source");
  }

  private static String protocol(Value instance) {
    return "VRRPv%s, %s, an advert every %s s"
        .formatted(
            number(instance, "version"),
            text(instance, "family"),
            number(instance, "advert_interval"));
  }

  private static void counters(StringBuilder lines, Value counters) {
    if (counters instanceof Value.Members(var members)) {
      members.forEach(
          (name, value) -> {
            if (value instanceof Value.Number(var count) && count.signum() != 0) {
              line(lines, "counter", name + " " + count);
            }
          });
    }
  }

  private static void line(StringBuilder lines, String key, String value) {
    lines.append("%-12s %s\n".formatted(key, Printable.of(value)));
  }

  private static String plain(Value value) {
    return value instanceof Value.Text(var text) ? text : "-";
  }

  private static String text(Value value, String path) {
    return value.text(path).orElse("-");
  }

  private static String number(Value value, String path) {
    return value.number(path).map(BigDecimal::toPlainString).orElse("-");
  }
}
