package keepalived.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import keepalived.core.config.Config;
import keepalived.core.config.GlobalSettings;
import keepalived.core.log.Level;
import keepalived.core.log.Part;
import keepalived.daemon.cli.Arguments;
import keepalived.daemon.cli.CommandLine;
import keepalived.daemon.cli.Options;
import keepalived.daemon.command.Commands;
import keepalived.daemon.log.Journal;
import keepalived.daemon.log.LogOutputs;
import keepalived.daemon.log.NettyLog;
import keepalived.daemon.process.Background;
import keepalived.daemon.process.Failure;
import keepalived.daemon.process.Release;
import keepalived.daemon.process.ThreadName;
import keepalived.daemon.reload.Configurations;
import keepalived.daemon.reload.FileConfigurations;
import keepalived.healthcheck.genhash.Genhash;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.process.Namespaces;
import keepalived.linux.socket.UnixDatagram;

/// `keepalived`: runs a command line and returns its exit status.
public final class Main {

  private static final int FAILURE = 1;

  private Main() {}

  public static void main(String[] words) {
    int status;
    try {
      status = run(List.of(words), System.getenv());
    } catch (Throwable e) {
      System.err.println("keepalived cannot start: " + Failure.sentence(e));
      status = FAILURE;
    }
    // Everything of ours has ended in order; threads of libraries are not awaited.
    Runtime.getRuntime().halt(status);
  }

  private static int run(List<String> words, Map<String, String> environment) {
    var command = Arguments.parse(words);
    if (command instanceof CommandLine.Run run && run.options().test().isEmpty()) {
      // The log has been written as far as possible; a reader of standard error that does not read
      // must not delay the exit.
      return daemon(words, run.options(), run.warnings(), environment);
    }
    int status = command(command, environment);
    System.out.flush();
    System.err.flush();
    return status;
  }

  private static int command(CommandLine command, Map<String, String> environment) {
    return switch (command) {
      case CommandLine.Answer(var text, var toStandardError, int status) -> {
        (toStandardError ? System.err : System.out).print(text);
        yield status;
      }
      case CommandLine.ShowVersion _ -> {
        System.err.print(Release.details());
        yield 0;
      }
      case CommandLine.Genhash(var arguments) -> Genhash.run(arguments, System.out, System.err);
      case CommandLine.SubCommand(var name, var arguments) ->
          Commands.run(name, arguments, System.out, System.err);
      case CommandLine.Run run -> ConfigCheck.run(run, environment);
    };
  }

  private static int daemon(
      List<String> words, Options options, List<String> warnings, Map<String, String> environment) {
    boolean console = options.logging().console() && options.behaviour().foreground();
    var suffix = new AtomicReference<>(options.namespace().map(n -> "_" + n).orElse(""));
    // Loads classes on another processor, if there is one, while the configuration is read.
    var early =
        CompletableFuture.runAsync(
            () -> early(options), Thread.ofPlatform().name("early").daemon()::start);
    try (var journal = journal(options, console, suffix, early)) {
      NettyLog.to(journal);
      if (!Background.isHere(environment)) {
        announce(journal, words, warnings);
      }
      var configurations = new FileConfigurations(options, environment);
      int status =
          switch (configurations.load()) {
            case Configurations.Loaded.Bad(int code, var messages) -> {
              messages.forEach(text -> journal.log(Part.PARENT, Level.ERROR, text));
              if (code == FileConfigurations.FATAL) {
                var line = "pid %d exited with permanent error CONFIG. Terminating";
                journal.info(Part.PARENT, line.formatted(ProcessHandle.current().pid()));
              }
              yield code;
            }
            case Configurations.Loaded.Good first -> {
              first.messages().forEach(text -> journal.info(Part.PARENT, text));
              suffix.set(suffix(options, first.config()));
              early.join();
              yield start(words, options, environment, journal, configurations, first);
            }
          };
      journal.info(Part.PARENT, "Stopped " + Release.title());
      return status;
    }
  }

  /// Sets the usual umask for log files, which are created before the configuration is known.
  private static void early(Options options) {
    Native.LIBC.umask(options.behaviour().umask().orElse(GlobalSettings.Process.DEFAULT.umask()));
    EpollLoop.load();
  }

  /// The suffix of the syslog ident, once the configuration is known.
  private static String suffix(Options options, Config config) {
    var process = config.global().process();
    return options.namespace().or(process::netNamespace).map(n -> "_" + n).orElse("")
        + process.instance().map(i -> "_" + i).orElse("");
  }

  private static Journal journal(
      Options options,
      boolean console,
      AtomicReference<String> suffix,
      CompletableFuture<Void> early) {
    return Journal.held(
        InstantSource.system(),
        options.logging().detail(),
        () -> {
          early.join();
          return LogOutputs.start(options.logging(), console, suffix::get, syslog(options));
        });
  }

  private static Optional<UnixDatagram> syslog(Options options) {
    if (!options.logging().syslog()) {
      return Optional.empty();
    }
    // The journal's thread may wait for space, because no other thread waits for it; bursts are
    // longer than syslog's queue.
    return Optional.of(UnixDatagram.waiting("/dev/log", Duration.ofSeconds(1)));
  }

  private static void announce(Journal journal, List<String> words, List<String> warnings) {
    journal.info(Part.PARENT, "Starting " + Release.title());
    journal.info(Part.PARENT, "Running on " + Release.kernel());
    Release.commandLine(words).forEach(line -> journal.info(Part.PARENT, line));
    warnings.forEach(text -> journal.log(Part.PARENT, Level.WARNING, text));
  }

  private static int start(
      List<String> words,
      Options options,
      Map<String, String> environment,
      Journal journal,
      Configurations configurations,
      Configurations.Loaded.Good first) {
    var config = first.config();
    if (!options.behaviour().foreground() && !Background.isHere(environment)) {
      try {
        Background.start(environment, words);
        return 0;
      } catch (IOException e) {
        journal.log(Part.PARENT, Level.ERROR, e.getMessage());
        return FAILURE;
      }
    }
    var namespace = options.namespace().or(config.global().process()::netNamespace);
    if (namespace.isPresent()) {
      try {
        Namespaces.enter(namespace.get());
      } catch (LinuxException e) {
        String text = "Unable to set network namespace " + namespace.get() + ": " + e.getMessage();
        journal.log(Part.PARENT, Level.ERROR, text);
        return 0;
      }
    }
    name(config, journal);
    Native.LIBC.umask(config.global().process().umask());
    return new Daemon(options, journal, environment, configurations).run(first);
  }

  /// Sets the process name of the original for `ps` and `killall`, which would show `java`.
  private static void name(Config config, Journal journal) {
    var names = config.global().process().names();
    try {
      ThreadName.ofProcess(names.getOrDefault(Part.PARENT, "keepalived"));
    } catch (IOException e) {
      journal.log(Part.PARENT, Level.WARNING, "process name: " + e.getMessage());
    }
  }
}
