package keepalived.conf.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.diagnostic.Diagnostic;
import keepalived.conf.diagnostic.Place;
import keepalived.conf.diagnostic.Severity;

/// Finds the files of an `include` line. The keyword decides whether a missing file is an error.
final class Includes {

  private enum Check {
    READ,
    MATCH,
    WILDCARD_MATCH,
    BRACE_MATCH
  }

  private final boolean strict;
  private final Consumer<Diagnostic> diagnostics;
  private Set<Check> standing = EnumSet.noneOf(Check.class);

  Includes(boolean strict, Consumer<Diagnostic> diagnostics) {
    this.strict = strict;
    this.diagnostics = diagnostics;
  }

  static boolean isInclude(String keyword) {
    return switch (keyword) {
      case "include", "includer", "includem", "includew", "includeb", "includea" -> true;
      default -> false;
    };
  }

  /// Reads the words of `include_check`: no word sets all checks, `+word` adds one and `-word`
  /// removes one.
  void check(String words) {
    if (words.isEmpty()) {
      standing = EnumSet.allOf(Check.class);
      return;
    }
    boolean replaced = false;
    for (String word : words.split("[ \t]+")) {
      boolean relative = word.startsWith("+") || word.startsWith("-");
      if (!relative && !replaced) {
        standing = EnumSet.noneOf(Check.class);
        replaced = true;
      }
      for (var check : Check.values()) {
        String name = relative ? word.substring(1) : word;
        if (check.name().equalsIgnoreCase(name)) {
          if (word.startsWith("-")) {
            standing.remove(check);
          } else {
            standing.add(check);
          }
        }
      }
    }
  }

  private Set<Check> checks(String keyword) {
    var checks = strict ? EnumSet.allOf(Check.class) : EnumSet.copyOf(standing);
    switch (keyword) {
      case "includer" -> checks.add(Check.READ);
      case "includem" -> checks.addAll(EnumSet.of(Check.READ, Check.MATCH));
      case "includew" -> checks.addAll(EnumSet.of(Check.READ, Check.MATCH, Check.WILDCARD_MATCH));
      case "includeb" -> checks.addAll(EnumSet.of(Check.READ, Check.BRACE_MATCH));
      case "includea" -> checks.addAll(EnumSet.allOf(Check.class));
      default -> {}
    }
    return checks;
  }

  List<Path> files(String keyword, String pattern, Path directory, Place place) {
    var checks = checks(keyword);
    var files = new ArrayList<Path>();
    var alternatives = Globs.alternatives(pattern);
    boolean missed = false;
    for (String alternative : alternatives) {
      var found = Globs.matches(directory, alternative);
      missed |= found.isEmpty();
      for (Path file : found) {
        if (isText(file, place)) {
          files.add(file);
        }
      }
    }
    if (alternatives.size() > 1 && missed && checks.contains(Check.BRACE_MATCH)) {
      required(pattern, place);
    } else if (files.isEmpty() && missed) {
      var needed = Globs.isPattern(pattern) ? Check.WILDCARD_MATCH : Check.MATCH;
      if (checks.contains(needed)) {
        required(pattern, place);
      } else {
        noMatch(pattern, place);
      }
    }
    return files;
  }

  private boolean isText(Path file, Place place) {
    if (!Files.isRegularFile(file)) {
      unread(file, "is not a regular file", place);
      return false;
    }
    if (isExecutable(file)) {
      unread(file, "is executable", place);
      return false;
    }
    return true;
  }

  static boolean isExecutable(Path file) {
    try {
      return !Collections.disjoint(
          Files.getPosixFilePermissions(file),
          EnumSet.of(
              PosixFilePermission.OWNER_EXECUTE,
              PosixFilePermission.GROUP_EXECUTE,
              PosixFilePermission.OTHERS_EXECUTE));
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  private void unread(Path file, String why, Place place) {
    diagnostics.accept(
        new Diagnostic(
            Code.INCLUDE_UNREADABLE, place, "'" + file + "' is not included: it " + why));
  }

  private void noMatch(String pattern, Place place) {
    var missing =
        new Diagnostic(Code.INCLUDE_NO_MATCH, place, "no file matches '" + pattern + "'")
            .because("names are relative to the directory of the file that includes them")
            .original("Config files missing '" + pattern + "'.");
    // A pattern may match no file, but a file that is named must exist.
    boolean mayBeEmpty = Globs.isPattern(pattern);
    diagnostics.accept(mayBeEmpty ? missing : missing.severity(Severity.ERROR));
  }

  private void required(String pattern, Place place) {
    diagnostics.accept(
        new Diagnostic(
                Code.INCLUDE_REQUIRED, place, "no file matches '" + pattern + "', but one must")
            .fix("use plain 'include' where the file may be absent")
            .original("No config files matched '" + pattern + "'."));
  }

  void unreadable(String keyword, Path file, Place place) {
    var code =
        checks(keyword).contains(Check.READ) ? Code.INCLUDE_REQUIRED : Code.INCLUDE_UNREADABLE;
    diagnostics.accept(new Diagnostic(code, place, "'" + file + "' cannot be read"));
  }
}
