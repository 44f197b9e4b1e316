package keepalived.conf.diagnostic;

import java.util.List;

/// Formats diagnostics for people: the place, the message, the line with a caret, the cause and the
/// fix.
public final class DiagnosticText {

  private static final int WIDTH_MAX = 120;
  private static final int CONTEXT = 40;

  private DiagnosticText() {}

  public static String render(List<Diagnostic> diagnostics) {
    var text = new StringBuilder();
    diagnostics.forEach(d -> render(d, text));
    return text.toString();
  }

  public static String render(Diagnostic diagnostic) {
    var text = new StringBuilder();
    render(diagnostic, text);
    return text.toString();
  }

  private static void render(Diagnostic d, StringBuilder text) {
    text.append(d.place()).append(": ").append(d.severity().word());
    text.append(": ").append(printable(d.message()));
    text.append(" [").append(d.code().word()).append("]\n");
    source(d.place(), text);
    d.cause().ifPresent(c -> text.append("  why: ").append(printable(c)).append('\n'));
    d.fix().ifPresent(f -> text.append("  fix: ").append(printable(f)).append('\n'));
  }

  private static void source(Place place, StringBuilder text) {
    if (place.line() == 0 || place.text().isEmpty()) {
      return;
    }
    int start = Math.max(0, place.column() - 1);
    int from = start > WIDTH_MAX - CONTEXT ? start - CONTEXT : 0;
    int to = Math.min(place.text().length(), from + WIDTH_MAX);
    String number = Integer.toString(place.line());
    String shown = printable(place.text().substring(from, to)).stripTrailing();
    text.append("  ").append(number).append(" | ").append(shown).append('\n');
    if (place.column() == 0) {
      return;
    }
    text.append("  ").append(" ".repeat(number.length())).append(" | ");
    for (int i = from; i < start; i++) {
      text.append(blankFor(place.text().charAt(i)));
    }
    int length = Math.clamp(place.length(), 1, Math.max(1, to - start));
    text.append("^".repeat(length)).append('\n');
  }

  /// The blanks below a character that keep the caret aligned: a tab below a tab, two blanks below
  /// a wide character.
  private static String blankFor(char c) {
    if (c == '\t') {
      return "\t";
    }
    boolean wide =
        Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN || c >= 0xFF01 && c <= 0xFF60;
    return wide ? "  " : " ";
  }

  /// Replaces control characters, which could change the state of a terminal.
  private static String printable(String text) {
    var clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = Character.isISOControl(c) && c != '\t';
      clean.append(control ? '\uFFFD' : c);
    }
    return clean.toString();
  }
}
