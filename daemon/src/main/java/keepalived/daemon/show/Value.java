package keepalived.daemon.show;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A value of JSON. Members that are absent read as [Absent], so that a client of one release
/// understands a daemon of another.
public sealed interface Value {

  /// @param members in the order of the document
  record Members(Map<String, Value> members) implements Value {}

  record Elements(List<Value> elements) implements Value {}

  record Text(String text) implements Value {}

  record Number(BigDecimal number) implements Value {}

  record Flag(boolean on) implements Value {}

  record Absent() implements Value {}

  Value ABSENT = new Absent();

  /// @throws tools.jackson.core.JacksonException when the text is not JSON
  static Value parse(String json) {
    try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return read(parser);
    }
  }

  private static Value read(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var members = new LinkedHashMap<String, Value>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, read(parser));
        }
        yield new Members(members);
      }
      case START_ARRAY -> {
        var elements = new ArrayList<Value>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(read(parser));
        }
        yield new Elements(elements);
      }
      case VALUE_TRUE -> new Flag(true);
      case VALUE_FALSE -> new Flag(false);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(parser.getDecimalValue());
      case VALUE_STRING -> new Text(parser.getString());
      case null, default -> ABSENT;
    };
  }

  /// A member, or a member of a member: `master.address`.
  default Value at(String path) {
    Value found = this;
    for (String name : path.split("\\.")) {
      found = found instanceof Members(var members) ? members.getOrDefault(name, ABSENT) : ABSENT;
    }
    return found;
  }

  default List<Value> list(String path) {
    return at(path).each();
  }

  default List<Value> each() {
    return this instanceof Elements(var elements) ? elements : List.of();
  }

  default Optional<String> text(String path) {
    return at(path) instanceof Text(var text) ? Optional.of(text) : Optional.empty();
  }

  default Optional<BigDecimal> number(String path) {
    return at(path) instanceof Number(var number) ? Optional.of(number) : Optional.empty();
  }

  default boolean flag(String path) {
    return at(path) instanceof Flag(boolean on) && on;
  }
}
