package keepalived.daemon.command;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import keepalived.daemon.flight.Recorded;
import keepalived.daemon.why.History;
import keepalived.daemon.why.WhyJson;
import keepalived.daemon.why.WhyText;

/// `keepalived why`: prints the last transitions, and what led to them.
final class WhyCommand {

  static final Command COMMAND =
      new Command("why", "[NAME]", "why an instance changed its state", WhyCommand::run);

  private static final String HELP =
      """
      keepalived why [NAME] [-n N] [--since T] [--full] [--json] [--file FILE | -p PIDFILE]

      Prints the last change of state of each instance, or of NAME: the cause, what led to it, what
      came after, and what follows from that. The daemon need not run: its recording stays in
      /run/keepalived until the host starts again, and in /var/lib/keepalived where that exists.

        -n N         the last N changes of each instance
        --since T    those of the last T: 30s, 10m, 2h, 7d
        --full       all details
        --json       for programs
        --file FILE  a recording
        -p PIDFILE   the daemon with this pid file

      Exit status: 0 printed, 1 usage, 2 no recording can be read, 3 it has no such instance.
      """;

  private WhyCommand() {}

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    var asked = EventWords.read(arguments, true);
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
      return print(new History(words.recording()), words, out, err);
    } catch (IOException e) {
      err.println("why: " + EventWords.reason(e));
      return EventWords.NOTHING;
    }
  }

  private static int print(History history, EventWords words, PrintStream out, PrintStream err) {
    var names = words.name().map(List::of).orElseGet(() -> List.copyOf(history.instances()));
    var from = words.from(Instant.now());
    var wanted = names.stream().flatMap(name -> last(history, name, words, from)).toList();
    if (words.json()) {
      out.println(WhyJson.of(history, wanted));
    } else {
      var text = new WhyText(history, ZoneId.systemDefault(), words.full());
      wanted.forEach(transition -> out.print(text.of(transition)));
    }
    if (words.name().isPresent() && !history.instances().contains(words.name().get())) {
      err.println(
          "why: no change of %s is recorded; recorded are %s"
              .formatted(words.name().get(), String.join(", ", history.instances())));
      return EventWords.UNKNOWN;
    }
    return 0;
  }

  private static Stream<Recorded> last(
      History history, String name, EventWords words, Instant from) {
    var all = history.transitions(name).stream().filter(one -> !one.when().isBefore(from)).toList();
    return all.stream().skip(Math.max(0, all.size() - words.count()));
  }
}
