package keepalived.daemon.reload;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.host.LocalHost;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Config;
import keepalived.daemon.cli.Options;
import keepalived.daemon.host.KernelInterfaces;
import keepalived.daemon.process.Release;

/// The configuration file of a command line, read for this machine.
public final class FileConfigurations implements Configurations {

  private static final int MISSING_MAIN_FILE = 6;
  public static final int FATAL = 2;
  private static final int LOGGED = 200;
  private static final List<Path> DEFAULT_PLACES =
      List.of(Path.of("/etc/keepalived/keepalived.conf"));

  private final Options options;
  private final Map<String, String> environment;

  public FileConfigurations(Options options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /// The main file: from the command line, or the default path.
  public static Path mainFile(Options options) {
    return options
        .configFile()
        .map(Path::of)
        .orElseGet(
            () ->
                DEFAULT_PLACES.stream()
                    .filter(Files::exists)
                    .findFirst()
                    .orElse(DEFAULT_PLACES.getFirst()));
  }

  public static ConfigReader.Options readerOptions(
      Options options, Map<String, String> environment) {
    return ConfigReader.Options.of(options.configId().orElseGet(FileConfigurations::hostName))
        .host(host(options))
        .strictIncludes(options.strictIncludes())
        .environment(environment);
  }

  private static LocalHost host(Options options) {
    var host = new LocalHost(new KernelInterfaces(), options.namespace());
    boolean asked = options.test().filter(Options.Test::onHost).isPresent();
    return asked && options.namespace().isEmpty()
        ? host.owning(KernelInterfaces.addresses())
        : host;
  }

  /// The host's name up to the first dot.
  private static String hostName() {
    String name = Release.hostName();
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  @Override
  public Loaded load() {
    Path file = mainFile(options);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      return new Loaded.Bad(MISSING_MAIN_FILE, List.of("Config files missing '" + file + "'."));
    }
    var result = ConfigReader.read(file, readerOptions(options, environment));
    var messages = lines(result.diagnostics());
    return result.startable()
        ? new Loaded.Good(masked(result.config()), messages, result)
        : new Loaded.Bad(FATAL, messages);
  }

  /// The diagnostics as log lines, limited in number: a file that is no configuration must not
  /// flood the log.
  private static List<String> lines(List<Diagnostic> diagnostics) {
    var messages = new ArrayList<String>();
    diagnostics.stream().limit(LOGGED).forEach(diagnostic -> messages.add(line(diagnostic)));
    int more = diagnostics.size() - messages.size();
    if (more > 0) {
      messages.add("and %d more: keepalived -t prints them all".formatted(more));
    }
    return messages;
  }

  /// The configuration with the umask of the command line, which takes precedence over the keyword.
  private Config masked(Config config) {
    var given = options.behaviour().umask();
    var global = config.global();
    return given.isEmpty()
        ? config
        : config.with(global.with(global.process().withUmask(given.getAsInt())));
  }

  /// One log line: place, severity, text; with the original's wording for those who search for it.
  public static String line(Diagnostic diagnostic) {
    var text =
        new StringBuilder("(")
            .append(diagnostic.place())
            .append(") ")
            .append(diagnostic.severity().word())
            .append(": ")
            .append(diagnostic.message());
    diagnostic.fix().ifPresent(fix -> text.append("; ").append(fix));
    diagnostic
        .original()
        .filter(words -> !words.equals(diagnostic.message()))
        .ifPresent(words -> text.append(" [").append(words).append(']'));
    return text.toString();
  }
}
