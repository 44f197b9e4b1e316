package keepalived.conf.reader;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.diagnostic.Severity;
import keepalived.conf.text.TextLine;
import keepalived.core.config.Config;

/// Decides whether a running daemon may change to another configuration. A start ignores statements
/// with mistakes, as the original does. A reload that ignored them would remove what is running, so
/// a reload is refused for every mistake that the running file does not have as well. Mistakes are
/// equal if their kind and the wrong words are equal, wherever they are in the file. So an old file
/// with a word that was never understood can still be reloaded.
///
/// @param file the name of the main file
/// @param runs whether the file has an instance, a virtual server or a BFD session
/// @param mistakes how often the file makes each mistake
/// @param lines the hash codes of the file's lines, sorted by value
public record ReloadGate(String file, boolean runs, Map<Mistake, Integer> mistakes, int[] lines) {

  /// Codes that are no errors at a start. At a reload they mean that something is lost: the files
  /// of a directory, the addresses of an instance, a notify script.
  private static final Set<Code> LOSSES =
      EnumSet.of(
          Code.BYTE_ORDER_MARK,
          Code.INCLUDE_NO_MATCH,
          Code.BLOCK_WORDS_IGNORED,
          Code.REPEATED,
          Code.NOTIFY_NOT_FOUND,
          Code.NO_ADDRESS,
          Code.NOTHING_TO_RUN);

  /// Mistakes that depend on the machine, so that they can appear although the file is unchanged.
  private static final Set<Code> OF_THE_MACHINE =
      EnumSet.of(
          Code.INTERFACE_UNKNOWN,
          Code.INTERFACE_UNSUITABLE,
          Code.NAME_UNRESOLVED,
          Code.USER_UNKNOWN,
          Code.NOTIFY_NOT_FOUND,
          Code.SCRIPT_NOT_FOUND,
          Code.SCRIPT_REFUSED,
          Code.SCRIPT_INSECURE,
          Code.SCRIPT_NOT_EXECUTABLE,
          Code.SCRIPT_USER_UNKNOWN);

  private static final Pattern LINE_NUMBER = Pattern.compile("line \\d+");

  /// One mistake, independent of its place.
  ///
  /// @param text the wrong words, without the rest of their line
  public record Mistake(Code code, String text, String message) {

    static Mistake of(Diagnostic diagnostic) {
      String message = LINE_NUMBER.matcher(diagnostic.message()).replaceAll("line");
      return new Mistake(diagnostic.code(), text(diagnostic.place()), message);
    }

    private static String text(Place place) {
      String line = place.text();
      if (place.column() == 0) {
        return line.strip();
      }
      int start = Math.min(place.column() - 1, line.length());
      return line.substring(start, Math.min(line.length(), start + place.length()));
    }
  }

  /// The gate of an unknown file: it has no mistakes and runs nothing.
  public static final ReloadGate NONE = new ReloadGate("", false, Map.of(), new int[0]);

  /// Makes the gate of a file. The daemon keeps it as long as it runs that file.
  static ReloadGate of(
      String file, List<TextLine> text, Config config, List<Diagnostic> diagnostics) {
    var mistakes = new HashMap<Mistake, Integer>();
    for (var diagnostic : diagnostics) {
      if (loses(diagnostic)) {
        mistakes.merge(Mistake.of(diagnostic), 1, Integer::sum);
      }
    }
    int[] lines = new int[text.size()];
    Arrays.setAll(lines, i -> text.get(i).text().strip().hashCode());
    Arrays.sort(lines);
    return new ReloadGate(file, runs(config), Map.copyOf(mistakes), lines);
  }

  private static boolean runs(Config config) {
    return !config.vrrp().instances().isEmpty()
        || !config.lvs().virtualServers().isEmpty()
        || !config.bfdInstances().isEmpty();
  }

  /// The reason to refuse a reload to `next`: the first of the most severe mistakes that the
  /// running file does not have. Empty when the reload is allowed.
  public Optional<Diagnostic> refusal(ConfigReader.Result next) {
    var left = new HashMap<>(mistakes);
    var worst =
        next.diagnostics().stream()
            .filter(d -> loses(d) && !stoodBefore(d) && !made(left, Mistake.of(d)))
            .min(Comparator.comparing(Diagnostic::severity));
    if (worst.isPresent()) {
      return worst;
    }
    return runs && !next.gate().runs() ? Optional.of(nothingToRun(next)) : Optional.empty();
  }

  private static Diagnostic nothingToRun(ConfigReader.Result next) {
    return new Diagnostic(
            Code.NOTHING_TO_RUN, Place.of(next.gate().file()), "there is nothing to run")
        .because("a reload to it would end everything that runs")
        .fix("stop the daemon if that is intended");
  }

  private static boolean made(Map<Mistake, Integer> left, Mistake mistake) {
    return left.merge(mistake, -1, Integer::sum) >= 0;
  }

  private boolean stoodBefore(Diagnostic diagnostic) {
    return diagnostic.severity() != Severity.FATAL
        && OF_THE_MACHINE.contains(diagnostic.code())
        && Arrays.binarySearch(lines, diagnostic.place().text().strip().hashCode()) >= 0;
  }

  /// Whether a part of the file or of the running configuration is left out because of this
  /// diagnostic.
  private static boolean loses(Diagnostic diagnostic) {
    return switch (diagnostic.severity()) {
      case FATAL, ERROR -> true;
      case WARNING, HINT -> LOSSES.contains(diagnostic.code());
    };
  }
}
