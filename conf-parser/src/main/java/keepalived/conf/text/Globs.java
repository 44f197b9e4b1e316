package keepalived.conf.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Expands the patterns of `include`: first brace lists, then `*`, `?` and `[...]` in each
/// component of the path. The paths are sorted. Only a dot in the pattern matches a leading dot.
final class Globs {

  private static final int ALTERNATIVES_MAX = 1000;

  private Globs() {}

  static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
  }

  /// Expands brace lists: `a{b,c}` gives `ab` and `ac`.
  static List<String> alternatives(String pattern) {
    var result = new ArrayList<String>();
    expandBraces(pattern, result);
    return result;
  }

  private static void expandBraces(String pattern, List<String> result) {
    int open = pattern.indexOf('{');
    int close = open < 0 ? -1 : matching(pattern, open);
    if (close < 0 || result.size() >= ALTERNATIVES_MAX) {
      result.add(pattern);
      return;
    }
    String before = pattern.substring(0, open);
    String after = pattern.substring(close + 1);
    for (String choice : choices(pattern.substring(open + 1, close))) {
      expandBraces(before + choice + after, result);
    }
  }

  private static int matching(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> choices(String inner) {
    var parts = new ArrayList<String>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(inner.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(inner.substring(start));
    return parts;
  }

  /// The existing paths that one alternative matches. A name without wildcards gives itself if it
  /// exists.
  static List<Path> matches(Path directory, String pattern) {
    List<Path> paths = List.of(pattern.startsWith("/") ? Path.of("/") : directory);
    for (String part : pattern.split("/+")) {
      if (!part.isEmpty()) {
        paths = step(paths, part);
      }
    }
    return paths.stream().filter(Files::exists).toList();
  }

  private static List<Path> step(List<Path> from, String part) {
    var next = new ArrayList<Path>();
    for (Path path : from) {
      if (isPattern(part)) {
        next.addAll(children(path, part));
      } else {
        next.add(path.resolve(part));
      }
    }
    return next;
  }

  private static List<Path> children(Path directory, String part) {
    var regex = Pattern.compile(regex(part));
    var found = new ArrayList<Path>();
    if (!Files.isDirectory(directory)) {
      return found;
    }
    try (var entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if ((name.charAt(0) != '.' || part.charAt(0) == '.') && regex.matcher(name).matches()) {
          found.add(directory.resolve(name));
        }
      }
    } catch (IOException | DirectoryIteratorException | UncheckedIOException unreadable) {
      return List.of();
    }
    found.sort(null);
    return found;
  }

  private static String regex(String part) {
    var regex = new StringBuilder();
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      int close = c == '[' ? part.indexOf(']', i + 2) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (close > 0) {
        regex.append(set(part.substring(i + 1, close)));
        i = close;
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  private static String set(String inner) {
    boolean negated = inner.startsWith("!") || inner.startsWith("^");
    String members = negated ? inner.substring(1) : inner;
    return (negated ? "[^" : "[") + members.replaceAll("([\\\\\\[&^\\]])", "\\\\$1") + "]";
  }
}
