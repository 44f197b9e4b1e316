package keepalived.conf.schema;

import java.util.ArrayList;
import java.util.List;

/// Splits a command line into words by keepalived's rules for scripts: blanks separate words,
/// single and double quotes group them, and a backslash escapes as in C.
public final class ScriptWords {

  private final String text;
  private int at;

  private ScriptWords(String text) {
    this.text = text;
  }

  /// The words of a command line, without quotes and escapes. The first word is the program.
  public static List<String> split(String command) {
    var words = new ArrayList<String>();
    var splitter = new ScriptWords(command);
    while (splitter.skipBlanks()) {
      words.add(splitter.word());
    }
    return words;
  }

  /// Replaces the escapes of a quoted command line. This comes before the split, so that `\"`
  /// quotes words inside it.
  public static String unescape(String quoted) {
    var text = new StringBuilder();
    var from = new ScriptWords(quoted);
    while (from.at < quoted.length()) {
      char c = quoted.charAt(from.at++);
      text.append(c == '\\' && from.at < quoted.length() ? from.escape() : c);
    }
    return text.toString();
  }

  private boolean skipBlanks() {
    while (at < text.length() && isBlank(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private String word() {
    var word = new StringBuilder();
    char quote = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quote == 0 && isBlank(c)) {
        break;
      }
      at++;
      if (c == '\\' && at < text.length()) {
        word.append(escape());
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }

  private char escape() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'a' -> '\u0007';
      case 'b' -> '\b';
      case 'E' -> '\u001B';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> '\u000B';
      case 'x' -> number(16, 2);
      case 'c' -> control();
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        yield number(8, 3);
      }
      default -> c;
    };
  }

  private char control() {
    return at < text.length() ? (char) (text.charAt(at++) & 0x1F) : 'c';
  }

  private char number(int radix, int digitsMax) {
    int value = 0;
    int digits = 0;
    while (digits < digitsMax
        && at < text.length()
        && Character.digit(text.charAt(at), radix) >= 0) {
      value = value * radix + Character.digit(text.charAt(at++), radix);
      digits++;
    }
    return digits == 0 ? 'x' : (char) value;
  }
}
