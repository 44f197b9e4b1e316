package keepalived.daemon.status;

import java.util.List;
import keepalived.core.text.Printable;

/// Writes JSON (RFC 8259) incrementally, including commas. Unprintable characters are escaped.
public final class Json {

  private final StringBuilder text = new StringBuilder();
  private boolean first = true;

  public Json object(Runnable members) {
    return nested('{', members, '}');
  }

  public Json array(Runnable elements) {
    return nested('[', elements, ']');
  }

  private Json nested(char open, Runnable inside, char close) {
    separate();
    text.append(open);
    first = true;
    inside.run();
    text.append(close);
    first = false;
    return this;
  }

  public Json name(String name) {
    separate();
    quote(name);
    text.append(':');
    first = true;
    return this;
  }

  public Json member(String name, String value) {
    name(name);
    return string(value);
  }

  public Json member(String name, long value) {
    name(name);
    separate();
    text.append(value);
    return this;
  }

  public Json member(String name, boolean value) {
    name(name);
    separate();
    text.append(value);
    return this;
  }

  /// A number that is already in JSON's format.
  public Json number(String name, String digits) {
    name(name);
    separate();
    text.append(digits);
    return this;
  }

  public Json member(String name, List<String> values) {
    name(name);
    return array(() -> values.forEach(this::string));
  }

  public Json string(String value) {
    separate();
    quote(value);
    return this;
  }

  private void separate() {
    if (!first) {
      text.append(',');
    }
    first = false;
  }

  private void quote(String value) {
    text.append('"');
    value.codePoints().forEach(this::quote);
    text.append('"');
  }

  private void quote(int c) {
    switch (c) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\n' -> text.append("\\n");
      case '\t' -> text.append("\\t");
      default -> {
        if (Printable.isSafe(c)) {
          text.appendCodePoint(c);
        } else {
          for (char half : Character.toChars(c)) {
            text.append(String.format("\\u%04x", (int) half));
          }
        }
      }
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
