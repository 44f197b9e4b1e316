package keepalived.conf.global;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.schema.Args;
import keepalived.conf.schema.ScriptWords;
import keepalived.core.config.script.Script;

/// Reads command lines: `"PROGRAM ARGUMENTS" [USER [GROUP]]`.
public final class ScriptReader {

  /// First words of a command that only a shell can run.
  private static final Set<String> SHELL_WORDS =
      Set.of("[[", "((", "!", "{", "if", "for", "while", "until", "case", "exit", "eval", "set");

  private static final Set<String> OPERATORS =
      Set.of("&&", "||", "|", ";", "&", ">", ">>", "<", "2>&1", "&>");

  private final GlobalDraft global;

  public ScriptReader(GlobalDraft global) {
    this.global = global;
  }

  /// A command line without its quotes, and the words after it.
  ///
  /// @param place the place of the command line
  /// @param afterPlace the place of the words after it
  public record Command(String text, List<String> after, Place place, Place afterPlace) {}

  /// Reads the command line that follows the keyword. When there is none, reports that the original
  /// stops parsing here.
  public static Optional<Command> command(Args args) {
    if (!args.hasText()) {
      args.required();
      return Optional.empty();
    }
    var from = args.line().words().get(args.position());
    String raw = args.raw().strip();
    int end = end(raw);
    boolean quoted = raw.charAt(0) == '"' || raw.charAt(0) == '\'';
    boolean closed = quoted && end > 1 && raw.charAt(end - 1) == raw.charAt(0);
    String text =
        quoted
            ? ScriptWords.unescape(raw.substring(1, closed ? end - 1 : end))
            : raw.substring(0, end);
    String rest = raw.substring(end).strip();
    List<String> after = rest.isEmpty() ? List.of() : List.of(rest.split("[ \t]+"));
    if (quoted && !closed && raw.charAt(0) == '\'') {
      args.report(Code.QUOTE_UNCLOSED, from, "this quote is never closed");
    }
    if (quoted && !closed && args.context().faithful()) {
      return Optional.empty();
    }
    var source = args.line().source();
    int start = from.start() + raw.length() - rest.length();
    return Optional.of(
        new Command(
            text,
            after,
            source.place(from.start(), from.start() + end),
            source.place(rest.isEmpty() ? from.start() : start, start + rest.length())));
  }

  private static int end(String raw) {
    char quote = raw.charAt(0);
    boolean quoted = quote == '"' || quote == '\'';
    for (int i = quoted ? 1 : 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\\') {
        i++;
      } else if (quoted ? c == quote : c == ' ' || c == '\t') {
        return quoted ? i + 1 : i;
      }
    }
    return raw.length();
  }

  /// Reads a script and its user. Reports why a script cannot run, and returns empty.
  public Optional<Script> read(Args args) {
    return command(args).flatMap(c -> script(args, c, user(c.after())));
  }

  /// Makes a script of a command. When `user` is empty, the script has the user of `script_user`.
  /// Reports why a script cannot run, and returns empty.
  public Optional<Script> script(Args args, Command command, Optional<Script.RunAs> user) {
    var words = ScriptWords.split(command.text());
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      args.add(new Diagnostic(Code.VALUE_EXPECTED, command.place(), "the command is empty"));
      return Optional.empty();
    }
    if (!userRuns(args, command, user)) {
      return Optional.empty();
    }
    var kind = kind(args, command, words);
    return Optional.of(new Script(command.text(), words, user.or(() -> global.scriptUser), kind));
  }

  /// Reads the words after a command line: `USER [GROUP]`. Empty when there are none.
  public static Optional<Script.RunAs> user(List<String> words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    String first = words.getFirst();
    if (first.startsWith(":")) {
      return Optional.of(new Script.RunAs(Optional.empty(), Optional.of(first.substring(1))));
    }
    var group =
        words.size() > 1
            ? Optional.of(words.get(1).startsWith(":") ? words.get(1).substring(1) : words.get(1))
            : Optional.<String>empty();
    return Optional.of(new Script.RunAs(Optional.of(first), group));
  }

  /// Whether the user and the group exist.
  public static boolean known(Args args, Script.RunAs user) {
    return user.user().map(args.host()::userExists).orElse(true)
        && user.group().map(args.host()::groupExists).orElse(true);
  }

  private boolean userRuns(Args args, Command command, Optional<Script.RunAs> user) {
    if (user.isPresent()) {
      if (known(args, user.get())) {
        return true;
      }
      args.add(unknown(args, command, user.get()));
      return false;
    }
    if (defaultUserRuns(args)) {
      return true;
    }
    args.add(
        new Diagnostic(Code.USER_UNKNOWN, command.place(), "there is no user to run this script as")
            .because(
                global.scriptUserInvalid
                    ? "script_user names an unknown user or group"
                    : "with enable_script_security and without script_user it must be the account"
                        + " keepalived_script, which does not exist")
            .fix("set script_user in global_defs, for example: script_user root")
            .original("Unable to set default user keepalived_script for script"));
    return false;
  }

  private static Diagnostic unknown(Args args, Command command, Script.RunAs user) {
    var name = user.user().filter(u -> !args.host().userExists(u));
    String who = name.map(u -> "user '" + u).orElse("group '" + user.group().orElse("")) + "'";
    boolean quoted = command.text().indexOf(' ') >= 0;
    String all = command.text() + " " + String.join(" ", command.after());
    return new Diagnostic(
            Code.SCRIPT_USER_UNKNOWN,
            command.afterPlace(),
            "there is no " + who + " to run '" + command.text() + "' as")
        .because(
            "what follows "
                + (quoted ? "the" : "an unquoted")
                + " command is its user and group; it is never run")
        .fix(
            quoted
                ? "name ones that exist"
                : "if these are arguments, quote the command: \"" + all + "\"")
        .original("Invalid user/group for " + args.keyword() + " script - ignoring");
  }

  private boolean defaultUserRuns(Args args) {
    if (global.scriptUserInvalid) {
      return false;
    }
    return global.scriptUser.isPresent()
        || !global.scriptSecurity
        || args.host().userExists("keepalived_script");
  }

  private static Script.Kind kind(Args args, Command command, List<String> words) {
    String first = words.getFirst();
    if (command.text().startsWith("<")) {
      return Script.Kind.READABLE;
    }
    boolean operators = words.stream().anyMatch(OPERATORS::contains);
    if (SHELL_WORDS.contains(first) || first.startsWith("(")) {
      args.add(
          new Diagnostic(
                  Code.SCRIPT_SHELL_SYNTAX, command.place(), "this is shell syntax, not a program")
              .because(
                  "releases since 2.0 run scripts without a shell; this one is run by bash, or sh"
                      + " where there is none")
              .fix("write \"/bin/bash -c '" + command.text() + "'\"")
              .original("Disabling track script since not found/accessible"));
      return Script.Kind.SHELL;
    }
    if (operators && first.equals("[")) {
      return Script.Kind.SHELL;
    }
    if (operators) {
      args.add(
          new Diagnostic(
                  Code.SCRIPT_OPERATORS,
                  command.place(),
                  "shell operators in this command are passed to the program as plain text")
              .fix("write \"/bin/sh -c '" + command.text() + "'\""));
    }
    return Script.Kind.PROGRAM;
  }
}
