package keepalived.daemon.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import keepalived.core.config.Check;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.VirtualServer;
import keepalived.core.config.VrrpInstance;
import keepalived.core.config.script.NotifyScripts;
import keepalived.core.config.script.Script;
import keepalived.core.config.track.TrackScript;
import keepalived.core.log.Part;
import keepalived.daemon.script.Resolution.Disabled;
import keepalived.daemon.script.Resolution.Ready;
import keepalived.daemon.script.Resolution.Reason;

/// All scripts of a configuration, resolved and checked: at start, at reload and in a configuration
/// test. Making a book reads many files, so it must not happen on an engine's loop.
public final class ScriptBook {

  /// A line for the operator, from the part that the script belongs to.
  public record Remark(Part part, String text) {}

  /// Without scripts.
  public static ScriptBook empty(ScriptResolver resolver) {
    return new ScriptBook(resolver);
  }

  private final ScriptResolver resolver;
  private final Map<Script, Program> programs = new LinkedHashMap<>();
  private final Set<Script> judged = new LinkedHashSet<>();
  private final Set<Remark> remarks = new LinkedHashSet<>();

  private ScriptBook(ScriptResolver resolver) {
    this.resolver = resolver;
  }

  public static ScriptBook of(Config config, ScriptResolver resolver) {
    var book = new ScriptBook(resolver);
    boolean security = config.global().scripts().security();
    var scripts = config.global().scripts();
    var own = Stream.concat(scripts.startup().stream(), scripts.shutdown().stream());
    book.conclude(Part.PARENT, book.judge(Part.PARENT, own), security);
    book.conclude(Part.VRRP, book.vrrp(config), security);
    book.conclude(Part.CHECKER, book.judge(Part.CHECKER, lvs(config)), security);
    return book;
  }

  /// The program of a configured script; empty when it must not run.
  public Optional<Program> program(Script script) {
    return Optional.ofNullable(programs.get(script));
  }

  /// Whether the configuration has this script, regardless of whether it may run.
  public boolean knows(Script script) {
    return judged.contains(script);
  }

  /// As [ScriptResolver#owner].
  public Optional<Account> owner(Optional<Script.RunAs> configured) {
    return resolver.owner(configured);
  }

  /// The lines that the original would log about the scripts, each once.
  public List<Remark> remarks() {
    return List.copyOf(remarks);
  }

  /// Why a program must not be started now, although it was allowed when the book was made; empty
  /// when it may.
  public Optional<String> objection(Program program) {
    return resolver.objection(program);
  }

  public Launch launch(Program program, List<String> appended) {
    return resolver.launch(program, appended);
  }

  /// @param runs whether at least one script may run
  /// @param insecure whether the rules object to a script that runs
  private record Verdict(boolean runs, boolean insecure) {

    Verdict and(Verdict other) {
      return new Verdict(runs || other.runs, insecure || other.insecure);
    }
  }

  private void conclude(Part part, Verdict verdict, boolean security) {
    if (verdict.runs() && !security) {
      remarks.add(new Remark(part, ScriptSecurity.violation(part, verdict.insecure())));
    }
  }

  private Verdict vrrp(Config config) {
    var verdict = judge(Part.VRRP, notifying(config));
    for (var track : config.vrrp().scripts().values()) {
      verdict = verdict.and(judge(Part.VRRP, Stream.of(track.script())));
      disabled(track).ifPresent(text -> remarks.add(new Remark(Part.VRRP, text)));
    }
    return verdict;
  }

  private Optional<String> disabled(TrackScript track) {
    return switch (resolver.resolve(track.script())) {
      case Ready _ -> Optional.empty();
      case Disabled(var reason, _) ->
          Optional.of(
              "Disabling track script "
                  + track.name()
                  + (reason == Reason.INSECURE
                      ? " due to insecure"
                      : " since not found/accessible"));
    };
  }

  private Verdict judge(Part part, Stream<Script> scripts) {
    boolean insecure = false;
    boolean runs = false;
    for (var script : scripts.distinct().toList()) {
      var resolution = resolver.resolve(script);
      judged.add(script);
      resolution.messages().forEach(text -> remarks.add(new Remark(part, text)));
      if (resolution instanceof Ready ready) {
        programs.put(script, ready.program());
        runs = true;
        insecure |= ready.insecure();
      }
    }
    return new Verdict(runs, insecure);
  }

  private static Stream<Script> notifying(Config config) {
    var found = new ArrayList<Optional<Script>>();
    for (var instance : config.vrrp().instances().values()) {
      found.addAll(of(instance));
    }
    config.vrrp().syncGroups().values().forEach(g -> found.addAll(of(g.scripts())));
    var fifos = config.global().fifos();
    found.add(fifos.all().flatMap(GlobalSettings.Fifo::reader));
    found.add(fifos.vrrp().flatMap(GlobalSettings.Fifo::reader));
    return found.stream().flatMap(Optional::stream);
  }

  private static List<Optional<Script>> of(VrrpInstance instance) {
    var found = new ArrayList<>(of(instance.notices().scripts()));
    found.add(instance.notices().masterReceivedLowerPriority());
    found.add(instance.notices().deletedScript());
    return found;
  }

  private static List<Optional<Script>> of(NotifyScripts scripts) {
    return List.of(
        scripts.master(), scripts.backup(), scripts.fault(), scripts.stop(), scripts.any());
  }

  private static Stream<Script> lvs(Config config) {
    var servers = config.lvs().virtualServers().stream().flatMap(ScriptBook::of);
    var reader = config.global().fifos().lvs().flatMap(GlobalSettings.Fifo::reader);
    return Stream.concat(servers, reader.stream());
  }

  private static Stream<Script> of(VirtualServer service) {
    var found = new ArrayList<Optional<Script>>();
    found.add(service.quorum().up());
    found.add(service.quorum().down());
    for (var server : service.realServers()) {
      found.add(server.notifyUp());
      found.add(server.notifyDown());
      for (var check : server.checks()) {
        found.add(
            check instanceof Check.MiscCheck misc ? Optional.of(misc.script()) : Optional.empty());
      }
    }
    return found.stream().flatMap(Optional::stream);
  }
}
