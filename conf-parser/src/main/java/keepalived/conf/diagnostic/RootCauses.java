package keepalived.conf.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keeps one diagnostic for each mistake: drops those that only follow from another one, and sorts
/// the others in the order of the text.
public final class RootCauses {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{?([A-Za-z_][A-Za-z0-9_]*)");

  private static final Pattern GLUED =
      Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)(?=[^\\s,)A-Za-z0-9_])");

  private record Spot(String file, int line, int column) {}

  private final Set<Code> codes = EnumSet.noneOf(Code.class);
  private final Map<Spot, Integer> spots = new HashMap<>();
  private final Set<Spot> openQuotes = new HashSet<>();
  private final Set<String> mistyped = new HashSet<>();

  private RootCauses(List<Diagnostic> all) {
    for (var d : all) {
      codes.add(d.code());
      spots.merge(spot(d), 1, Integer::sum);
      if (d.code() == Code.QUOTE_UNCLOSED) {
        openQuotes.add(spot(d));
      }
      if (d.code() == Code.UNKNOWN_KEYWORD) {
        for (String keyword : List.of("interface", "virtual_router_id")) {
          boolean meant = d.fix().filter(f -> f.contains("'" + keyword + "'")).isPresent();
          if (meant || d.message().contains(keyword)) {
            mistyped.add(keyword);
          }
        }
      }
    }
  }

  private static Spot spot(Diagnostic d) {
    return new Spot(d.place().file(), d.place().line(), d.place().column());
  }

  /// Returns the diagnostics to show.
  public static List<Diagnostic> of(List<Diagnostic> all) {
    var causes = new RootCauses(all);
    var kept = new ArrayList<Diagnostic>();
    for (var d : all) {
      if (!causes.follows(d)) {
        kept.add(explained(d));
      }
    }
    return inOrder(kept);
  }

  private boolean follows(Diagnostic d) {
    return switch (d.code()) {
      case INSTANCE_UNUSABLE ->
          spots.get(spot(d)) > 1
              || mistyped.contains(
                  d.message().contains("interface") ? "interface" : "virtual_router_id");
      case TRACKER_UNUSED ->
          any(Code.UNDEFINED_NAME, Code.BRACE_MISSING, Code.BRACE_EXTRA, Code.UNKNOWN_KEYWORD);
      case CONFLICT -> d.message().contains("synchronises nothing") && any(Code.UNDEFINED_NAME);
      case NOTIFY_NOT_FOUND, SCRIPT_NOT_FOUND -> openQuotes.contains(spot(d));
      default -> false;
    };
  }

  private boolean any(Code... wanted) {
    return List.of(wanted).stream().anyMatch(codes::contains);
  }

  /// Adds the cause to an error in text that contains an undefined `$NAME`.
  private static Diagnostic explained(Diagnostic d) {
    var place = d.place();
    if (d.severity().compareTo(Severity.ERROR) > 0 || place.column() == 0) {
      return d;
    }
    String text = place.text().substring(place.column() - 1, place.column() - 1 + place.length());
    var glued = GLUED.matcher(text);
    if (glued.find() && d.message().contains("$")) {
      return d.because("without braces a name ends at a blank, so this is plain text")
          .fix("write ${" + glued.group(1) + "}");
    }
    Optional<String> name =
        Optional.of(REFERENCE.matcher(text)).filter(Matcher::find).map(m -> m.group(1));
    return name.filter(n -> d.message().contains("$"))
        .map(
            n ->
                d.because("no definition of $" + n + " stands above, so it is plain text")
                    .fix("define it before this line: $" + n + "=..."))
        .orElse(d);
  }

  private static List<Diagnostic> inOrder(List<Diagnostic> diagnostics) {
    if (diagnostics.size() < 2) {
      return diagnostics; // the usual case at a start: the classes for sorting are not loaded
    }
    Map<String, Integer> files = new HashMap<>();
    diagnostics.forEach(d -> files.putIfAbsent(d.place().file(), files.size()));
    var sorted = new ArrayList<>(diagnostics);
    sorted.sort(
        Comparator.comparingInt((Diagnostic d) -> files.get(d.place().file()))
            .thenComparingInt(d -> d.place().line())
            .thenComparingInt(d -> d.place().column()));
    return sorted;
  }
}
