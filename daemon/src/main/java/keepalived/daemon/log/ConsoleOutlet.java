package keepalived.daemon.log;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import keepalived.linux.file.StandardError;
import keepalived.linux.libc.Errno;

/// Writes lines to standard error, each in one piece.
final class ConsoleOutlet implements Outlet {

  private final StandardError standardError = StandardError.open();

  @Override
  public String name() {
    return "standard error";
  }

  @Override
  public Optional<String> write(JournalEntry line, boolean patient) {
    String text = TextLayout.console(line.when(), line.text(), ZoneId.systemDefault()) + "\n";
    var patience = patient ? PATIENCE : Duration.ZERO;
    return standardError
        .write(text.getBytes(StandardCharsets.UTF_8), patience)
        .map(why -> why.equals(Errno.EAGAIN) ? "nothing reads it" : why.message());
  }
}
