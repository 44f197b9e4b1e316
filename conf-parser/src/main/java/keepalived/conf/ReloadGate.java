package keepalived.conf;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.text.TextLine;
import keepalived.core.config.Config;

/// Decides whether a running daemon may go over to a file. A start is as lenient as the original's:
/// what a file gets wrong is left out. A reload that did so would take away what runs, so it is
/// refused for every mistake that the running file does not make too. Mistakes are compared by
/// their kind and their line's text, wherever the line stands: an old file with a word that was
/// never understood goes on reloading.
///
/// @param file the main file's name
/// @param runs whether there is something to run: an instance, a virtual server, ...
/// @param mistakes how often the file makes each mistake
/// @param lines hash codes of the file's lines, in order of their value
public record ReloadGate(String file, boolean runs, Map<Mistake, Integer> mistakes, int[] lines) {

  /// Warnings that mean a loss all the same: a block, a member or a whole file is left out.
  private static final Set<Code> LOSSES =
      EnumSet.of(Code.BYTE_ORDER_MARK, Code.REPEATED, Code.NO_ADDRESS, Code.NOTHING_TO_RUN);

  /// What depends on the machine, and may go wrong while the file stays as it is.
  private static final Set<Code> OF_THE_MACHINE =
      EnumSet.of(
          Code.INTERFACE_UNKNOWN,
          Code.INTERFACE_UNSUITABLE,
          Code.NAME_UNRESOLVED,
          Code.USER_UNKNOWN,
          Code.SCRIPT_NOT_FOUND,
          Code.SCRIPT_REFUSED,
          Code.SCRIPT_INSECURE,
          Code.SCRIPT_NOT_EXECUTABLE,
          Code.SCRIPT_USER_UNKNOWN);

  /// One mistake, wherever it stands.
  public record Mistake(Code code, String text) {

    static Mistake of(Diagnostic diagnostic) {
      String line = diagnostic.place().text().strip();
      return new Mistake(diagnostic.code(), line.isEmpty() ? diagnostic.message() : line);
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

  /// Whether something that the file asks for, or asked for, is left out.
  private static boolean loses(Diagnostic diagnostic) {
    return switch (diagnostic.severity()) {
      case FATAL, ERROR -> true;
      case WARNING, HINT -> LOSSES.contains(diagnostic.code());
    };
  }
}
