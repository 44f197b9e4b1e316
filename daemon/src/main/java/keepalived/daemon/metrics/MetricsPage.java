package keepalived.daemon.metrics;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import keepalived.daemon.api.Reading;

/// The whole page, or some scopes of it.
public final class MetricsPage {

  public static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  public static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  /// A part of the page: a scraper may want only some of a large one.
  public enum Scope {
    PROCESS,
    VRRP,
    VIRTUAL_SERVER,
    REAL_SERVER
  }

  public static final Set<Scope> ALL = Set.of(Scope.values());

  private MetricsPage() {}

  /// The scopes with these names: `process`, `vrrp`, `virtual_server`, `real_server`; empty when a
  /// name is unknown.
  public static Optional<Set<Scope>> scopes(List<String> names) {
    var scopes = EnumSet.noneOf(Scope.class);
    for (String name : names) {
      for (var scope : Scope.values()) {
        if (scope.name().toLowerCase(Locale.ROOT).equals(name)) {
          scopes.add(scope);
        }
      }
    }
    return scopes.size() == Set.copyOf(names).size() ? Optional.of(scopes) : Optional.empty();
  }

  public static String text(Reading reading, Set<Scope> scopes, boolean openMetrics) {
    var text = new MetricsText(openMetrics);
    boolean silent = reading.parts().stream().anyMatch(part -> !part.sound());
    text.gauge("keepalived_up", "Whether every configured part answers").sample("", silent ? 0 : 1);
    if (scopes.contains(Scope.PROCESS)) {
      new ProcessMetrics(text).write(reading);
    }
    if (scopes.contains(Scope.VRRP)) {
      new ExporterMetrics(text, reading).write();
      new VrrpMetrics(text, reading).write();
      new TrackerMetrics(text).write(reading);
    }
    if (scopes.contains(Scope.VIRTUAL_SERVER)) {
      new ServiceMetrics(text, reading.services()).services();
    }
    if (scopes.contains(Scope.REAL_SERVER)) {
      new ServiceMetrics(text, reading.services()).servers();
    }
    return text.toString();
  }
}
