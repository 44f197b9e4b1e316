package keepalived.linux;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parses the JSON that `ip -j` prints into maps, lists, strings, longs and booleans. `ip` prints
/// `null` for a flag that is set; it becomes the string "null".
public final class JsonText {

  private final String text;
  private int at;

  private JsonText(String text) {
    this.text = text;
  }

  /// The objects of a JSON array.
  public static List<Map<String, Object>> objects(String text) {
    var reader = new JsonText(text);
    var objects = new ArrayList<Map<String, Object>>();
    for (Object element : (List<?>) reader.value()) {
      objects.add(asObject(element));
    }
    return objects;
  }

  /// A value that must be an object; `ip` prints empty objects as `{}`.
  public static Map<String, Object> asObject(Object value) {
    var object = new LinkedHashMap<String, Object>();
    ((Map<?, ?>) value).forEach((k, v) -> object.put((String) k, v));
    return object;
  }

  /// A value that must be a list of objects.
  public static List<Map<String, Object>> asObjects(Object value) {
    return ((List<?>) value).stream().map(JsonText::asObject).toList();
  }

  private Object value() {
    skip();
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> string();
      default -> literal();
    };
  }

  private Map<String, Object> object() {
    var members = new LinkedHashMap<String, Object>();
    at++;
    skip();
    while (text.charAt(at) != '}') {
      skip();
      var key = string();
      skip();
      at++;
      members.put(key, value());
      separator();
    }
    at++;
    return members;
  }

  private List<Object> list() {
    var elements = new ArrayList<>();
    at++;
    skip();
    while (text.charAt(at) != ']') {
      elements.add(value());
      separator();
    }
    at++;
    return elements;
  }

  private void separator() {
    skip();
    if (text.charAt(at) == ',') {
      at++;
      skip();
    }
  }

  private String string() {
    int end = text.indexOf('"', at + 1);
    var content = text.substring(at + 1, end);
    at = end + 1;
    return content;
  }

  private Object literal() {
    int end = at;
    while (end < text.length() && ",]} \n\t".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    var word = text.substring(at, end);
    at = end;
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> "null";
      default -> Long.parseLong(word);
    };
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
