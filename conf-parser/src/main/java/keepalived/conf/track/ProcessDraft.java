package keepalived.conf.track;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.conf.schema.ScriptWords;
import keepalived.core.config.track.TrackProcess;
import keepalived.core.config.track.TrackProcess.Match;

/// A `vrrp_track_process` during reading.
final class ProcessDraft {

  static final Keywords<ProcessDraft> KEYWORDS =
      Keywords.<ProcessDraft>of("vrrp_track_process")
          .custom("process", ProcessDraft::process)
          .custom("param_match", ProcessDraft::match)
          .custom("weight", ProcessDraft::weight)
          .once()
          .integer("quorum", 1, 65535, (d, v) -> d.quorum = (int) v)
          .integer("quorum_max", 0, 65535, (d, v) -> d.quorumMax = (int) v)
          .seconds("delay", "0.000001", "3600", (d, v) -> d.forkDelay = d.terminateDelay = v)
          .seconds("fork_delay", "0.000001", "3600", (d, v) -> d.forkDelay = v)
          .seconds("terminate_delay", "0.000001", "3600", (d, v) -> d.terminateDelay = v)
          .flag("full_command", d -> d.fullCommand = true);

  private final String name;
  private List<String> words = List.of();
  private Optional<Match> match = Optional.empty();
  private TrackOptions.Weight weight = new TrackOptions.Weight(0, false);
  private int quorum = 1;
  private int quorumMax = -1;
  private Duration forkDelay = Duration.ZERO;
  private Duration terminateDelay = Duration.ZERO;
  private boolean fullCommand;

  private ProcessDraft(String name) {
    this.name = name;
  }

  static Optional<ProcessDraft> open(TrackerDrafts trackers, Args args) {
    return args.required().map(w -> new ProcessDraft(w.text()));
  }

  private static void process(ProcessDraft d, Args args) {
    if (args.peek().isEmpty()) {
      args.required();
    } else if (!d.words.isEmpty()) {
      args.raw();
      args.report(Code.ALREADY_SET, "the process of '" + d.name + "' is already set");
    } else {
      String raw = args.raw();
      d.words = ScriptWords.split(raw);
      if (d.words.size() == 1) {
        d.words = ScriptWords.split(d.words.getFirst());
      }
    }
  }

  private static void match(ProcessDraft d, Args args) {
    var word = args.word();
    switch (word.map(w -> w.text()).orElse("")) {
      case "" -> d.match = Optional.of(Match.EXACT);
      case "initial" -> d.match = Optional.of(Match.INITIAL);
      case "partial" -> d.match = Optional.of(Match.PARTIAL);
      default ->
          args.report(
              Code.WORD_INVALID,
              word.orElseThrow(),
              "'" + word.get() + "' is not initial or partial");
    }
  }

  private static void weight(ProcessDraft d, Args args) {
    TrackOptions.read(args, 254, Missing.COMPLAINT).ifPresent(w -> d.weight = w);
  }

  static void close(TrackerDrafts trackers, ProcessDraft d, Args args) {
    if (trackers.processes.containsKey(d.name)) {
      args.report(
          Code.REPEATED,
          "a vrrp_track_process '" + d.name + "' is already defined; this one is ignored");
      return;
    }
    if (d.words.isEmpty()) {
      args.report(Code.INCOMPLETE, "vrrp_track_process '" + d.name + "' has no 'process' line");
      return;
    }
    if (d.quorumMax > 0 && d.quorumMax < d.quorum) {
      args.report(
          Code.CONFLICT, "quorum_max of '" + d.name + "' is below its quorum; it is dropped");
      return;
    }
    var built = d.build();
    if (built.isByKernelName() && built.process().contains("/")) {
      args.add(
          new Diagnostic(
                  Code.PROCESS_NEVER_MATCHES,
                  args.place(),
                  "no process is ever called '" + built.process() + "'")
              .because(
                  "up to "
                      + TrackProcess.KERNEL_NAME_LENGTH
                      + " characters without parameters are compared with the kernel's name of a"
                      + " process, which has no path")
              .fix("add full_command, or write the name alone"));
    }
    trackers.processes.put(d.name, built);
  }

  private TrackProcess build() {
    var parameters = words.subList(1, words.size());
    var how = match.orElse(parameters.isEmpty() ? Match.NONE : Match.EXACT);
    return new TrackProcess(
        name,
        words.getFirst(),
        parameters,
        how,
        weight.value(),
        weight.reverse(),
        quorum,
        quorumMax,
        forkDelay,
        terminateDelay,
        fullCommand);
  }
}
