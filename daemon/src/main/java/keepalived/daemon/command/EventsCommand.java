package keepalived.daemon.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import keepalived.core.event.EventId;
import keepalived.daemon.flight.Recorded;
import keepalived.daemon.why.History;
import keepalived.daemon.why.WhyJson;
import keepalived.daemon.why.WhyText;

/// `keepalived events`: prints what is recorded.
final class EventsCommand {

  static final Command COMMAND =
      new Command("events", "[NAME]", "what the daemon recorded", EventsCommand::run);

  /// How often the recording is read again with `-f`.
  private static final long PERIOD_MS = 250;

  private static final String HELP =
      """
      keepalived events [-f] [NAME] [--since T] [--json] [--file FILE | -p PIDFILE]

      Prints the recorded events, the oldest first: all, or those of NAME (an instance, a tracker, an
      interface). The daemon need not run.

        -f           go on with events as they come
        --since T    those of the last T: 30s, 10m, 2h, 7d
        --json       an object on each line
        --file FILE  a recording
        -p PIDFILE   the daemon with this pid file

      Exit status: 0 printed, 1 usage, 2 no recording can be read.
      """;

  private EventsCommand() {}

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    var asked = EventWords.read(arguments, false);
    if (asked.isEmpty()) {
      err.print(HELP);
      return EventWords.USAGE;
    }
    var words = asked.get();
    if (words.help()) {
      out.print(HELP);
      return 0;
    }
    try {
      var printed = print(words, words.recording(), Set.of(), out);
      while (words.follow() && !out.checkError()) {
        Thread.sleep(PERIOD_MS);
        printed = print(words, words.newest(), printed, out);
      }
      return 0;
    } catch (IOException e) {
      err.println("events: " + EventWords.reason(e));
      return EventWords.NOTHING;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /// Returns the ids of all events, for the next call.
  private static Set<EventId> print(
      EventWords words, List<Recorded> events, Set<EventId> printed, PrintStream out) {
    var text = new WhyText(new History(events), ZoneId.systemDefault(), false);
    var from = words.from(Instant.now());
    for (var event : events) {
      if (!printed.contains(event.id()) && wanted(event, words, from)) {
        out.println(words.json() ? WhyJson.of(event) : text.line(event));
      }
    }
    out.flush();
    return events.stream().map(Recorded::id).collect(Collectors.toSet());
  }

  private static boolean wanted(Recorded event, EventWords words, Instant from) {
    return !event.when().isBefore(from)
        && words.name().filter(name -> !name.equals(event.event().subject())).isEmpty();
  }
}
