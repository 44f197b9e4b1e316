package keepalived.conf.diagnostic;

import java.util.List;

/// Formats diagnostics for programs: one JSON array.
public final class DiagnosticJson {

  private DiagnosticJson() {}

  public static String render(List<Diagnostic> diagnostics) {
    var json = new StringBuilder("[");
    for (int i = 0; i < diagnostics.size(); i++) {
      json.append(i == 0 ? "\n" : ",\n").append("  ");
      render(diagnostics.get(i), json);
    }
    return json.append(diagnostics.isEmpty() ? "]\n" : "\n]\n").toString();
  }

  private static void render(Diagnostic d, StringBuilder json) {
    var place = d.place();
    json.append('{');
    field(json, "severity", d.severity().word());
    field(json, "code", d.code().word());
    field(json, "file", place.file());
    json.append("\"line\":").append(place.line()).append(',');
    json.append("\"column\":").append(place.column()).append(',');
    json.append("\"length\":").append(place.length()).append(',');
    field(json, "message", d.message());
    d.cause().ifPresent(c -> field(json, "cause", c));
    d.fix().ifPresent(f -> field(json, "fix", f));
    d.original().ifPresent(o -> field(json, "original", o));
    json.setLength(json.length() - 1);
    json.append('}');
  }

  private static void field(StringBuilder json, String name, String value) {
    json.append('"').append(name).append("\":\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < 0x20 || Character.isSurrogate(c)) {
            json.append(String.format("\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append("\",");
  }
}
