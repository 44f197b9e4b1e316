package keepalived.conf.track;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.global.ScriptReader;
import keepalived.conf.global.ScriptUse;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.Keywords;
import keepalived.conf.schema.Missing;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.TrackScript;

/// A `vrrp_script` during reading.
public final class ScriptDraft {

  private static final String SECONDS_MAX = "4294";
  private static final Duration MILLISECOND = Duration.ofMillis(1);
  private static final long COUNT_MAX = Integer.MAX_VALUE;

  static final Keywords<ScriptDraft> KEYWORDS =
      Keywords.<ScriptDraft>of("vrrp_script")
          .custom("script", ScriptDraft::script)
          .custom("interval", ScriptDraft::interval)
          .custom("timeout", ScriptDraft::timeout)
          .custom("weight", ScriptDraft::weight)
          .integer("rise", 1, COUNT_MAX, (d, v) -> d.rise = (int) v)
          .integer("fall", 1, COUNT_MAX, (d, v) -> d.fall = (int) v)
          .custom("user", ScriptDraft::user)
          .flag("init_fail", d -> d.startsFailed = true)
          .ignored("a state is only known after the first run, in the original as well");

  final String name;
  public final Place place;
  private final TrackerDrafts trackers;
  private Optional<ScriptReader.Command> command = Optional.empty();
  private Args commandArgs;
  private Optional<Script.RunAs> user = Optional.empty();
  private boolean userInvalid;
  Optional<Script> script = Optional.empty();
  Duration interval = Duration.ofSeconds(1);
  Optional<Duration> timeout = Optional.empty();
  TrackOptions.Weight weight = new TrackOptions.Weight(0, false);
  private int rise = 1;
  private int fall = 1;
  private boolean startsFailed;

  private ScriptDraft(TrackerDrafts trackers, String name, Place place) {
    this.trackers = trackers;
    this.name = name;
    this.place = place;
  }

  static Optional<ScriptDraft> open(TrackerDrafts trackers, Args args) {
    return args.required().map(w -> new ScriptDraft(trackers, w.text(), args.place()));
  }

  private static void script(ScriptDraft d, Args args) {
    if (!args.hasNext()) {
      args.word(Missing.COMPLAINT);
      return;
    }
    d.command = ScriptReader.command(args);
    d.commandArgs = args;
    d.command
        .filter(c -> !c.after().isEmpty())
        .ifPresent(
            c ->
                args.add(
                    new Diagnostic(
                            Code.WORDS_IGNORED,
                            c.place(),
                            "only '" + c.text() + "' is run, without the words after it")
                        .fix("put the whole command line in double quotes")));
  }

  private static void timeout(ScriptDraft d, Args args) {
    seconds(args).ifPresent(v -> d.timeout = Optional.of(v));
  }

  private static void interval(ScriptDraft d, Args args) {
    seconds(args).ifPresent(v -> d.interval = v);
  }

  /// Reads a time in seconds. Zero is reported and replaced by one second.
  private static Optional<Duration> seconds(Args args) {
    var value = args.required().flatMap(w -> args.seconds(w, "0", SECONDS_MAX, MILLISECOND));
    if (value.filter(Duration::isZero).isPresent()) {
      args.report(Code.ADJUSTED, "'" + args.keyword() + "' must be more than 0; 1 is used");
      return Optional.of(Duration.ofSeconds(1));
    }
    return value;
  }

  private static void weight(ScriptDraft d, Args args) {
    TrackOptions.required(args, 253).ifPresent(w -> d.weight = w);
  }

  private static void user(ScriptDraft d, Args args) {
    var word = args.required();
    if (word.isEmpty()) {
      return;
    }
    var words = new ArrayList<>(List.of(word.get().text()));
    args.rest().forEach(w -> words.add(w.text()));
    d.user = ScriptReader.user(words);
    if (d.user.isPresent() && !ScriptReader.known(args, d.user.get())) {
      d.userInvalid = true;
      args.add(
          new Diagnostic(
                  Code.USER_UNKNOWN,
                  args.place(word.get()),
                  "'" + word.get() + "' or its group does not exist")
              .because("vrrp_script " + d.name + " is dropped")
              .original("Script user '" + word.get() + "' does not exist"));
    }
  }

  static void close(TrackerDrafts trackers, ScriptDraft d, Args args) {
    if (d.userInvalid) {
      return;
    }
    if (trackers.scripts.containsKey(d.name)) {
      args.report(
          Code.REPEATED, "a vrrp_script '" + d.name + "' is already defined; this one is ignored");
      return;
    }
    if (d.command.isEmpty()) {
      args.add(
          new Diagnostic(
                  Code.INCOMPLETE, d.place, "vrrp_script '" + d.name + "' has no 'script' line")
              .because("it is dropped")
              .original("No script set for vrrp_script " + d.name + " - removing"));
      return;
    }
    var reader = new ScriptReader(trackers.globals);
    d.script = reader.script(d.commandArgs, d.command.get(), d.user);
    d.script.ifPresent(
        s -> {
          trackers.scripts.put(d.name, d);
          trackers.uses.add(
              new ScriptUse(ScriptUse.Kind.TRACK, d.name, s, d.command.get().place()));
        });
  }

  public TrackScript build() {
    return new TrackScript(
        name,
        script.orElseThrow(),
        interval,
        timeout.filter(t -> !t.isZero()).orElse(interval),
        weight.value(),
        weight.reverse(),
        rise,
        fall,
        startsFailed);
  }
}
