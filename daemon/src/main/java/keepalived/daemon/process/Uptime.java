package keepalived.daemon.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The time since this machine booted.
public final class Uptime {

  private static final Path SOURCE = Path.of("/proc/uptime"); // proc_uptime(5)

  private Uptime() {}

  /// In the kernel's resolution of 10 ms.
  public static Duration now() {
    try {
      return read(Files.readString(SOURCE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param text seconds since the start, a blank, seconds spent idle
  static Duration read(String text) {
    double seconds = Double.parseDouble(text.substring(0, text.indexOf(' ')));
    return Duration.ofMillis(Math.round(seconds * 100) * 10);
  }
}
