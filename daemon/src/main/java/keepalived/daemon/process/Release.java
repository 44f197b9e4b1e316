package keepalived.daemon.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Name and version, in the formats that operators' scripts look for.
public final class Release {

  /// From the manifest, written by the build; a default when run from class files.
  public static final String VERSION =
      Optional.ofNullable(Release.class.getPackage().getImplementationVersion()).orElse("0.1.0");

  private static final String DATE = "11/21,2026";
  private static final int LINE = 90;

  private Release() {}

  /// `Keepalived v0.1.0 (11/21,2026)`.
  public static String title() {
    return "Keepalived v" + VERSION + " (" + DATE + ")";
  }

  /// The output of `--version`. `Config options` has the words that scripts look for.
  public static String details() {
    return title()
        + "\n\nkeepalived on the JVM, Apache-2.0\n\nRunning on "
        + kernel()
        + "\nJava "
        + Runtime.version()
        + "\n\nConfig options:  "
        + "NFTABLES LVS REGEX VRRP VRRP_AUTH VRRP_VMAC JSON BFD SYSTEMD_NOTIFY JVM\n";
  }

  /// `Linux 6.1.0 #1 SMP ...`.
  public static String kernel() {
    return read("ostype") + " " + read("osrelease") + " " + read("version");
  }

  public static String hostName() {
    return read("hostname");
  }

  private static String read(String name) {
    try {
      return Files.readString(Path.of("/proc/sys/kernel", name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The command line for the log, each word quoted, wrapped as in the original.
  public static List<String> commandLine(List<String> words) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder("Command line: 'keepalived'");
    for (String word : words) {
      if (line.length() + word.length() + 3 > LINE) {
        lines.add(line.toString());
        line = new StringBuilder("             ");
      }
      line.append(" '").append(word).append('\'');
    }
    lines.add(line.toString());
    return lines;
  }
}
