package keepalived.daemon;

import java.util.List;
import keepalived.conf.Diagnostic;

/// Diagnostics as `-t` prints them.
final class Diagnostics {

  private Diagnostics() {}

  static String text(List<Diagnostic> diagnostics, boolean json) {
    var text = new StringBuilder();
    diagnostics.forEach(d -> text.append(FileConfigurations.line(d)).append('\n'));
    return text.toString();
  }
}
