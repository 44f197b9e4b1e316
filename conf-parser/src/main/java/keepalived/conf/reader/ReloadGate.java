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

/// Decides whether a running daemon may go over to a file. A start is as lenient as the original's:
/// what a file gets wrong is left out. A reload that did so would take away what runs, so it is
/// refused for every mistake that the running file does not make too. Mistakes are compared by
/// their kind and the words that are wrong, wherever those stand: an old file with a word that was
/// never understood goes on reloading.
///
/// @param file the main file's name
/// @param runs whether there is something to run: an instance, a virtual server, ...
/// @param mistakes how often the file makes each mistake
/// @param lines hash codes of the file's lines, in order of their value
public record ReloadGate(String file, boolean runs, Map<Mistake, Integer> mistakes, int[] lines) {

  /// Warnings that are no errors at a start, and at a reload mean that something has gone: the
  /// files of a directory, the addresses of an instance, a script that was told of each state.
  private static final Set<Code> LOSSES =
      EnumSet.of(
          Code.BYTE_ORDER_MARK,
          Code.INCLUDE_NO_MATCH,
          Code.BLOCK_WORDS_IGNORED,
          Code.REPEATED,
          Code.NOTIFY_NOT_FOUND,
          Code.NO_ADDRESS,
          Code.NOTHING_TO_RUN);

  /// What depends on the machine, and may go wrong while the file stays as it is.
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

  /// One mistake, wherever it stands.
  ///
  /// @param text the words that are wrong, not what stands beside them
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

  /// Of a file about which nothing is known: it made no mistake.
  public static final ReloadGate NONE = new ReloadGate("", false, Map.of(), new int[0]);

  /// What is to be remembered of a file as long as it runs.
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

  /// The worst mistake of another file that the running one does not make, the first of its kind:
  /// why a reload to it is refused.
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

  /// Whether a part of the file, or of the running configuration, is left out.
  private static boolean loses(Diagnostic diagnostic) {
    return switch (diagnostic.severity()) {
      case FATAL, ERROR -> true;
      case WARNING, HINT -> LOSSES.contains(diagnostic.code());
    };
  }
}
