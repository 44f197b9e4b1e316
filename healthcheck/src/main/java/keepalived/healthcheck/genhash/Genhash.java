package keepalived.healthcheck.genhash;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.healthcheck.check.http.PageFetch;
import keepalived.healthcheck.probe.TlsClients;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import keepalived.linux.loop.EpollLoop;

/// `genhash`: prints the MD5 digest of a page.
public final class Genhash {

  private static final int COLUMNS = 16;

  private Genhash() {}

  /// Runs the command.
  ///
  /// @return the exit status: 0 when a digest was printed
  public static int run(List<String> arguments, PrintStream out, PrintStream err) {
    return switch (Options.parse(arguments)) {
      case Options.Help(var complaint) -> {
        if (!complaint.isEmpty()) {
          err.println(complaint);
        }
        err.print(Options.USAGE);
        yield 1;
      }
      case Options.Ready(var options) -> fetch(options, out, err);
    };
  }

  private static int fetch(Options options, PrintStream out, PrintStream err) {
    long began = System.nanoTime();
    try (var loop = EpollLoop.start("genhash", Throwable::printStackTrace)) {
      var page = PageFetch.get(loop, TlsClients.anonymous(), check(options));
      return switch (page.result()) {
        case ProbeResult.Success _ -> {
          print(options, page, (System.nanoTime() - began) / 1000, out);
          yield 0;
        }
        case ProbeResult.Failure(var reason) -> complain(complaint(reason), err);
        case ProbeResult.NotRun(var why) -> complain(why, err);
      };
    }
  }

  private static int complain(String what, PrintStream err) {
    err.println(what);
    return 1;
  }

  private static String complaint(FailureReason reason) {
    return switch (reason) {
      case FailureReason.NoData _ -> "no data received from remote webserver";
      case FailureReason.TlsFailed(var what) ->
          "SSL handshake/communication error connecting to: " + what;
      case FailureReason.TimedOut(var stage, _) when stage == FailureReason.Stage.TLS ->
          "SSL handshake/communication error connecting to: " + reason.text();
      case FailureReason.Refused _ -> "Connection failed";
      case FailureReason.Transport _, FailureReason.Answer _, FailureReason.Local _ ->
          "Connection failed: " + reason.text();
    };
  }

  private static Check.HttpCheck check(Options options) {
    var timing = new Check.Timing(Duration.ZERO, 0, Duration.ZERO, Duration.ZERO, false, false);
    var connection =
        new Check.Connection(
            options.server(),
            Optional.empty(),
            0,
            Optional.empty(),
            Duration.ofSeconds(options.timeoutSeconds()),
            options.mark());
    Optional<Check.Tls> tls =
        options.tls()
            ? Optional.of(new Check.Tls(options.sni(), Optional.empty(), false))
            : Optional.empty();
    var url =
        new Check.Url(
            options.url(),
            options.virtualHost(),
            List.of(new Check.CodeRange(0, 999)),
            Optional.empty(),
            Optional.empty(),
            false);
    return new Check.HttpCheck(timing, connection, tls, options.version(), false, List.of(url));
  }

  private static void print(
      Options options, PageFetch.Page page, long microseconds, PrintStream out) {
    if (!options.verbose()) {
      out.println(page.md5());
      return;
    }
    var header = page.header().getBytes(StandardCharsets.ISO_8859_1);
    out.println("-----------------------[    HTTP Header Buffer    ]-----------------------");
    dump(header, out);
    out.println("-----------------------[ HTTP Header Ascii Buffer ]-----------------------");
    out.write(header, 0, header.length);
    out.println();
    out.println("-----------------------[        HTML Buffer        ]-----------------------");
    dump(page.body(), out);
    out.println();
    out.println("-----------------------[    HTML hash resulting    ]-----------------------");
    dump(HexFormat.of().parseHex(page.md5()), out);
    out.println("-----------------------[ HTML hash final resulting ]-----------------------");
    out.println(page.md5());
    out.println();
    out.println("Global response time for [" + options.url() + "] = " + microseconds + " usecs");
  }

  /// Prints a hexadecimal dump: sixteen bytes a line, the offset in decimal.
  private static void dump(byte[] bytes, PrintStream out) {
    for (int offset = 0; offset < bytes.length; offset += COLUMNS) {
      var line = new StringBuilder("%04d  ".formatted(offset));
      var text = new StringBuilder();
      for (int i = 0; i < COLUMNS; i++) {
        boolean there = offset + i < bytes.length;
        int value = there ? bytes[offset + i] & 0xFF : ' ';
        line.append(i == COLUMNS / 2 ? "- " : "");
        line.append(there ? "%02x ".formatted(value) : "   ");
        text.append(value >= 0x20 && value < 0x7F ? (char) value : '.');
      }
      out.println(line.append("  ").append(text));
    }
  }
}
