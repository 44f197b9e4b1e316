package keepalived.conf.reader;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import keepalived.conf.block.BlockReader;
import keepalived.conf.block.FaithfulReader;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.diagnostic.RootCauses;
import keepalived.conf.diagnostic.Severity;
import keepalived.conf.diagnostic.TestExitStatus;
import keepalived.conf.global.GlobalBuilder;
import keepalived.conf.global.GlobalDraft;
import keepalived.conf.host.HostFacts;
import keepalived.conf.lint.Lint;
import keepalived.conf.lvs.LvsBuilder;
import keepalived.conf.lvs.LvsChecks;
import keepalived.conf.schema.Context;
import keepalived.conf.schema.Diagnostics;
import keepalived.conf.text.TextLine;
import keepalived.conf.text.TextPass;
import keepalived.conf.tree.Line;
import keepalived.conf.tree.LineReader;
import keepalived.conf.vrrp.VrrpBuilder;
import keepalived.conf.vrrp.VrrpChecks;
import keepalived.core.config.Config;

/// Reads configuration files. Never throws because of their content: every mistake is a diagnostic.
public final class ConfigReader {

  /// The options of a reading.
  ///
  /// @param configId the name that `@id` conditions compare with, and the value of `${_INSTANCE}`;
  ///   by default the host name up to its first dot
  /// @param host what is known about the machine
  /// @param strictIncludes the option `-e`: an include that matches no file is an error
  /// @param environment the variables for `${_ENV NAME}`
  /// @param random the source of `${_RANDOM}`
  /// @param suppressed the hints to leave out, by the name of their code, such as `own-keyword`
  public record Options(
      String configId,
      HostFacts host,
      boolean strictIncludes,
      Map<String, String> environment,
      RandomGenerator random,
      Set<String> suppressed) {

    /// The default options, on a machine about which nothing is known.
    public static Options of(String configId) {
      return new Options(
          configId,
          HostFacts.UNKNOWN,
          false,
          Map.of(),
          RandomGeneratorFactory.of("L64X128MixRandom").create(1),
          Set.of());
    }

    public Options host(HostFacts other) {
      return new Options(configId, other, strictIncludes, environment, random, suppressed);
    }

    public Options strictIncludes(boolean strict) {
      return new Options(configId, host, strict, environment, random, suppressed);
    }

    public Options environment(Map<String, String> variables) {
      return new Options(configId, host, strictIncludes, variables, random, suppressed);
    }

    public Options suppressing(Set<String> codes) {
      return new Options(configId, host, strictIncludes, environment, random, codes);
    }
  }

  /// The result of a reading.
  ///
  /// @param config complete even when there are errors: statements with errors are left out
  /// @param diagnostics in the order of the text, one for each mistake
  /// @param testStatus the exit status of a configuration test, the same as that of the original
  /// @param startable whether the daemon may start with this configuration
  /// @param gate decides whether a reload from this file to another one is allowed
  public record Result(
      Config config,
      List<Diagnostic> diagnostics,
      int testStatus,
      boolean startable,
      ReloadGate gate) {

    public Result {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  private ConfigReader() {}

  /// Reads `file` and the files that it includes. A file that cannot be read gives a diagnostic.
  public static Result read(Path file, Options options) {
    var diagnostics = new Diagnostics();
    var text = pass(options, diagnostics).read(file);
    return read(file.toString(), text, options, diagnostics);
  }

  /// Reads `content` as the text of a file called `name`.
  public static Result read(String name, String content, Options options) {
    var diagnostics = new Diagnostics();
    var text = pass(options, diagnostics).read(name, content, Path.of(""));
    return read(name, text, options, diagnostics);
  }

  private static TextPass pass(Options options, Diagnostics diagnostics) {
    return new TextPass(
        new TextPass.Settings(
            options.configId(), options.strictIncludes(), options.environment(), options.random()),
        diagnostics::add);
  }

  private static Result read(
      String file, List<TextLine> text, Options given, Diagnostics diagnostics) {
    var lines = LineReader.read(text);
    if (lines.isEmpty() && diagnostics.all().isEmpty()) {
      diagnostics.add(
          new Diagnostic(Code.NOTHING_TO_RUN, Place.of(file), "there is nothing in it"));
    }
    var textProblems = diagnostics.all();
    var inherited = globals(lines, given.host());
    if (inherited.namespaceMissing(given.host())) {
      var read = new Reading(file, text, Config.EMPTY, textProblems);
      return read.result(TestExitStatus.exitStatus(textProblems), given);
    }
    var options = given.host(inherited.seenFromInside(given.host()));
    var drafts = Drafts.of(inherited);
    var context = new Context(diagnostics, options.host(), false);
    var reader = new BlockReader<>(Roots.TABLE, Roots.LANDMARKS, lines, context);
    reader.read(drafts);
    finish(drafts, options.host(), diagnostics);
    var config = build(drafts);
    Lint.check(config, drafts.vrrp(), options.host(), diagnostics);
    boolean asWritten = !reader.irregular() && lines.stream().noneMatch(Line::unclosed);
    int status =
        asWritten
            ? TestExitStatus.exitStatus(diagnostics.all())
            : originalStatus(lines, textProblems, options);
    return new Reading(file, text, config, diagnostics.all()).result(status, options);
  }

  private record Reading(
      String file, List<TextLine> text, Config config, List<Diagnostic> diagnostics) {

    Result result(int status, Options options) {
      boolean startable = diagnostics.stream().noneMatch(d -> d.severity() == Severity.FATAL);
      var causes = RootCauses.of(diagnostics);
      return new Result(
          config,
          wanted(causes, options),
          status,
          startable,
          ReloadGate.of(file, text, config, causes));
    }
  }

  /// Reads the globals alone and reports nothing. Blocks inherit them, even from a later place in
  /// the file.
  private static GlobalDraft globals(List<Line> lines, HostFacts host) {
    var drafts = Drafts.of(new GlobalDraft());
    var context = new Context(new Diagnostics(), host, false);
    new BlockReader<>(Roots.TABLE, Roots.LANDMARKS, lines, context)
        .readOnly(drafts, Roots.GLOBAL_NAMES);
    return drafts.global();
  }

  private static void finish(Drafts drafts, HostFacts host, Diagnostics diagnostics) {
    VrrpChecks.check(drafts.vrrp(), diagnostics);
    LvsChecks.check(drafts.lvs(), diagnostics);
    ScriptChecks.check(drafts, host, diagnostics);
  }

  private static Config build(Drafts drafts) {
    var global = drafts.global();
    global.syncDaemon = global.syncDaemon.or(() -> VrrpBuilder.syncDaemon(drafts.vrrp()));
    return new Config(
        GlobalBuilder.build(global),
        VrrpBuilder.build(drafts.vrrp()),
        LvsBuilder.build(drafts.lvs()),
        drafts.vrrp().trackers.files,
        drafts.vrrp().trackers.bfd);
  }

  /// The exit status of the original for a file whose blocks or quotes are broken.
  private static int originalStatus(
      List<Line> lines, List<Diagnostic> textProblems, Options options) {
    var diagnostics = new Diagnostics();
    textProblems.forEach(diagnostics::add);
    var context = new Context(diagnostics, options.host(), true);
    var first = Drafts.of(new GlobalDraft());
    var reader = new FaithfulReader<>(Roots.TABLE, lines, context);
    reader.pass(first, Roots.GLOBAL_NAMES);
    if (first.global().namespaceMissing(options.host())) {
      return TestExitStatus.exitStatus(textProblems);
    }
    var checkers = Drafts.of(first.global());
    reader.pass(checkers, Roots.LVS_NAMES);
    var vrrp = Drafts.of(first.global());
    reader.pass(vrrp, Roots.VRRP_NAMES);
    finish(
        new Drafts(first.global(), first.global(), vrrp.vrrp(), checkers.lvs()),
        options.host(),
        diagnostics);
    return TestExitStatus.exitStatus(diagnostics.all());
  }

  private static List<Diagnostic> wanted(List<Diagnostic> diagnostics, Options options) {
    var result = new ArrayList<Diagnostic>();
    for (var d : diagnostics) {
      boolean hidden =
          d.severity() == Severity.HINT && options.suppressed().contains(d.code().word());
      if (!hidden) {
        result.add(d);
      }
    }
    return result;
  }
}
