package keepalived.daemon.log;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import keepalived.core.log.Part;
import keepalived.daemon.cli.Options;
import keepalived.linux.socket.UnixDatagram;

/// Passes lines to the outlets that the command line selects. Outlets are independent
/// ([IsolatedOutlet]); a failure of one is reported at the others, or on standard error when there
/// is no other. Used on the journal's thread.
public final class LogOutputs implements Consumer<JournalEntry> {

  private final Map<Part, List<IsolatedOutlet>> sinks;
  private final Supplier<IsolatedOutlet> lastResort;

  LogOutputs(Map<Part, List<IsolatedOutlet>> sinks, Supplier<IsolatedOutlet> lastResort) {
    this.sinks = sinks;
    this.lastResort = lastResort;
  }

  /// All lines go to each of these outlets.
  ///
  /// @param lastResort where a failure of the only outlet is logged
  public static LogOutputs to(List<Outlet> outlets, Supplier<Outlet> lastResort) {
    var all = outlets.stream().map(IsolatedOutlet::new).toList();
    var sinks = new EnumMap<Part, List<IsolatedOutlet>>(Part.class);
    for (var part : Part.values()) {
      sinks.put(part, all);
    }
    return new LogOutputs(sinks, () -> new IsolatedOutlet(lastResort.get()));
  }

  /// The outlets of the command line, or log4j2 when the operator has configured it. Otherwise
  /// log4j2 is not loaded: its search for plugins costs more memory and time than the rest of the
  /// start.
  ///
  /// @param suffix `_NAMESPACE` and `_INSTANCE` of the ident, or empty
  /// @param syslog a socket to /dev/log; empty for none
  public static Consumer<JournalEntry> start(
      Options.Logging logging,
      boolean console,
      Supplier<String> suffix,
      Optional<UnixDatagram> syslog) {
    if (System.getProperty("log4j2.configurationFile") != null) {
      return new ConfiguredLog();
    }
    var common = new ArrayList<IsolatedOutlet>();
    if (console) {
      common.add(new IsolatedOutlet(new ConsoleOutlet()));
    }
    syslog.ifPresent(
        socket -> {
          SyslogOutlet.Post post =
              (text, patient) -> socket.offer(text, patient).map(why -> why.message());
          common.add(new IsolatedOutlet(new SyslogOutlet(logging.facility(), suffix, post)));
        });
    var sinks = new EnumMap<Part, List<IsolatedOutlet>>(Part.class);
    for (var part : Part.values()) {
      var all = new ArrayList<>(common);
      logging
          .file()
          .ifPresent(file -> all.add(new IsolatedOutlet(new FileOutlet(fileOf(part, file)))));
      sinks.put(part, all);
    }
    return new LogOutputs(sinks, () -> new IsolatedOutlet(new ConsoleOutlet()));
  }

  /// The file of a part: its name is inserted before the last dot, as in keepalived(8).
  private static Path fileOf(Part part, String file) {
    String word = part.ident().substring(Part.PARENT.ident().length());
    int dot = file.lastIndexOf('.');
    int slash = file.lastIndexOf('/');
    return Path.of(dot > slash ? file.substring(0, dot) + word + file.substring(dot) : file + word);
  }

  @Override
  public void accept(JournalEntry line) {
    var all = sinks.get(line.part());
    for (var sink : all) {
      sink.accept(line).ifPresent(news -> tell(all, sink, IsolatedOutlet.notice(line, news)));
    }
  }

  private void tell(List<IsolatedOutlet> all, IsolatedOutlet about, JournalEntry news) {
    if (all.size() == 1) {
      lastResort.get().accept(news);
    }
    for (var other : all) {
      if (other != about) {
        other.accept(news);
      }
    }
  }
}
