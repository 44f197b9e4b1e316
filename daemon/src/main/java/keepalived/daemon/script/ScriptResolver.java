package keepalived.daemon.script;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.GlobalSettings;
import keepalived.core.config.script.Script;
import keepalived.daemon.script.Resolution.Disabled;
import keepalived.daemon.script.Resolution.Ready;
import keepalived.daemon.script.Resolution.Reason;

/// Finds the file and the account of configured scripts and checks them against the rules. One for
/// each configuration; reads files, so it must not be used on an engine's loop.
public final class ScriptResolver {

  /// Used when the daemon's environment has no PATH.
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final Path SH = Path.of("/bin/sh");
  private static final int HEAD = 256;

  /// The properties of the host that scripts depend on.
  ///
  /// @param environment the daemon's own
  /// @param directory working directory of the daemon, and of scripts
  public record Ports(
      FileTree files, Accounts accounts, Map<String, String> environment, Path directory) {}

  private final Ports ports;
  private final GlobalSettings.Scripts settings;
  private final AccountChoice choice;
  private final Map<String, String> environment;

  public ScriptResolver(Ports ports, GlobalSettings global) {
    this.ports = ports;
    settings = global.scripts();
    choice = new AccountChoice(ports.accounts(), settings);
    environment = ScriptEnvironment.of(ports.environment());
  }

  public Resolution resolve(Script script) {
    var chosen = choice.choose(script);
    if (chosen.account().isEmpty()) {
      return new Disabled(Reason.NO_ACCOUNT, chosen.messages());
    }
    var messages = new ArrayList<>(chosen.messages());
    var account = chosen.account().get();
    return switch (script.kind()) {
      case PROGRAM -> program(script, account, messages);
      case SHELL -> shell(script, account, messages);
      case READABLE -> readable(script, account, messages);
    };
  }

  /// The owner of objects that belong to the user of scripts; empty when that account does not
  /// exist.
  public Optional<Account> owner(Optional<Script.RunAs> configured) {
    return choice.choose(configured).account();
  }

  /// The program to start, with the arguments of a notification appended.
  public Launch launch(Program program, List<String> appended) {
    return new Launch(program.with(appended), program.account(), environment, ports.directory());
  }

  /// Why a program found earlier must not run now; empty when it may. Files can change after they
  /// were resolved. A check right before each start leaves only root the time to change one.
  public Optional<String> objection(Program program) {
    return switch (PathWalk.to(ports.files(), program.file())) {
      case PathWalk.Lost(var reason) -> Optional.of(inaccessible(program.file(), reason));
      case PathWalk.Arrived walk when settings.security() ->
          ScriptSecurity.objection(walk, program.account())
              .map(why -> unsafe(program.file(), true) + " " + why);
      case PathWalk.Arrived _ -> Optional.empty();
    };
  }

  private Resolution program(Script script, Account account, List<String> messages) {
    String word = script.program();
    Optional<Path> path;
    if (word.indexOf('/') < 0) {
      path = search(word, account, messages);
      if (path.isEmpty()) {
        return new Disabled(Reason.NOT_FOUND, messages);
      }
    } else {
      path = absolute(word);
    }
    return path.map(p -> found(script, p, account, messages))
        .orElseGet(() -> missing(word, "Invalid argument", messages));
  }

  private Optional<Path> absolute(String word) {
    try {
      return Optional.of(ports.directory().resolve(word));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /// Searches PATH as execvp(3) does, for the script's user. Relative entries of PATH are skipped.
  private Optional<Path> search(String word, Account account, List<String> messages) {
    boolean denied = false;
    for (String entry : ports.environment().getOrDefault("PATH", DEFAULT_PATH).split(":")) {
      if (!entry.startsWith("/")) {
        continue;
      }
      Path candidate = Path.of(entry, word);
      if (PathWalk.to(ports.files(), candidate) instanceof PathWalk.Arrived walk
          && walk.status().isFile()) {
        if (walk.elements().stream()
            .allMatch(e -> e.status().isLink() || e.status().isExecutableBy(account))) {
          Path found = place(candidate, walk);
          messages.add(
              "WARNING - script `%s` resolved by path search to `%s`. Please specify full path."
                  .formatted(word, found));
          return Optional.of(found);
        }
        denied = true;
      }
    }
    messages.add(
        denied
            ? "Permissions failure for script " + word + " in path - disabling"
            : "Cannot find script " + word + " in path - disabling");
    return Optional.empty();
  }

  private Resolution found(Script script, Path path, Account account, List<String> messages) {
    return switch (PathWalk.to(ports.files(), path)) {
      case PathWalk.Lost(var reason) -> missing(script.program(), reason, messages);
      case PathWalk.Arrived walk -> judged(script, place(path, walk), walk, account, messages);
    };
  }

  private Resolution judged(
      Script script, Path place, PathWalk.Arrived walk, Account account, List<String> messages) {
    if (!walk.status().isFile()) {
      messages.add("Wrong file type found in script path '" + place + "'.");
      return new Disabled(Reason.NOT_A_FILE, messages);
    }
    if (!walk.status().isExecutableBy(account)) {
      messages.add(
          "WARNING - script '%s' is not executable for uid:gid %d:%d - disabling."
              .formatted(place, account.uid(), account.gid()));
      return new Disabled(Reason.NOT_EXECUTABLE, messages);
    }
    var objection = ScriptSecurity.objection(walk, account);
    if (objection.isPresent()) {
      messages.add(unsafe(place, settings.security()));
      messages.add("Script security: " + objection.get());
      if (settings.security()) {
        return new Disabled(Reason.INSECURE, messages);
      }
    }
    var arguments = arguments(script, place, walk, messages);
    var program = new Program(script, place, arguments, account);
    return new Ready(program, objection.isPresent(), messages);
  }

  /// The executed path: directories without links and the last name as configured (programs look at
  /// the name they are called by), or the whole path as configured with `use_symlink_paths`.
  private Path place(Path path, PathWalk.Arrived walk) {
    if (settings.useSymlinkPaths() || path.getFileName() == null) {
      return path;
    }
    return PathWalk.to(ports.files(), path.getParent()) instanceof PathWalk.Arrived directory
        ? directory.file().resolve(path.getFileName())
        : walk.file();
  }

  /// The command line. The kernel does not execute a text file without `#!`; as in execvp(3), sh
  /// runs it.
  private List<String> arguments(
      Script script, Path place, PathWalk.Arrived walk, List<String> messages) {
    var arguments = new ArrayList<String>();
    if (isPlainText(walk.file())) {
      messages.add("Please add a #! shebang to script " + place);
      arguments.add(SH.toString());
    }
    arguments.add(place.toString());
    arguments.addAll(script.words().subList(1, script.words().size()));
    return arguments;
  }

  private boolean isPlainText(Path file) {
    byte[] head;
    try {
      head = ports.files().head(file, HEAD);
    } catch (IOException e) {
      return false; // we may not read it: the kernel decides at the start
    }
    for (byte b : head) {
      if (b == 0) {
        return false;
      }
    }
    return head.length < 2 || head[0] != '#' || head[1] != '!';
  }

  private Resolution shell(Script script, Account account, List<String> messages) {
    Path bash = Path.of("/bin/bash");
    boolean hasBash = PathWalk.to(ports.files(), bash) instanceof PathWalk.Arrived;
    Path shell = hasBash ? bash : SH;
    messages.add(
        "Script `%s` is shell syntax; it is run by %s. Write it as \"%s -c '...'\"."
            .formatted(script.text(), shell, shell));
    return interpreted(script, account, messages, List.of("-c", script.text()), shell);
  }

  private Resolution readable(Script script, Account account, List<String> messages) {
    String file = script.program();
    String path = file.startsWith("<") ? file.substring(1).strip() : file;
    // A shell opens the file as the script's user, because root could open files that this user
    // cannot.
    return interpreted(script, account, messages, List.of("-c", ": <\"$1\"", "sh", path), SH);
  }

  private Resolution interpreted(
      Script script, Account account, List<String> messages, List<String> arguments, Path shell) {
    var words = new ArrayList<String>();
    words.add(shell.toString());
    words.addAll(arguments);
    if (words.size() == 3) {
      words.add(shell.getFileName().toString()); // $0, so that appended arguments become $1...
    }
    var direct = new Script(script.text(), words, script.runAs(), Script.Kind.PROGRAM);
    return found(direct, shell, account, messages);
  }

  private static Resolution missing(String word, String reason, List<String> messages) {
    messages.add("Script " + word + " cannot be accessed - " + reason);
    return new Disabled(Reason.NOT_FOUND, messages);
  }

  private static String inaccessible(Path path, String reason) {
    return "Script " + path + " cannot be accessed - " + reason;
  }

  private static String unsafe(Path path, boolean disabling) {
    return "Unsafe permissions found for script '"
        + path
        + "'"
        + (disabling ? " - disabling." : ".");
  }
}
