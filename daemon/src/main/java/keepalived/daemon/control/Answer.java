package keepalived.daemon.control;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import keepalived.daemon.status.Json;

/// The answer to one request. The body is shared by all readers and never changed.
///
/// @param status of HTTP
/// @param type media type of the body
record Answer(int status, String type, byte[] body) {

  static final int OK = 200;
  static final int NOT_FOUND = 404;
  static final int NOT_ALLOWED = 405;
  static final int UNAVAILABLE = 503;

  static Answer text(int status, String text) {
    return new Answer(status, "text/plain; charset=utf-8", bytes(text));
  }

  /// @param type media type
  static Answer of(String type, String text) {
    return new Answer(OK, type, bytes(text));
  }

  static Answer json(Consumer<Json> document) {
    var json = new Json();
    document.accept(json);
    return new Answer(OK, "application/json", bytes(json + "\n"));
  }

  /// An error (RFC 9457).
  static Answer problem(int status, String title, String detail) {
    var json = new Json();
    json.object(
        () -> json.member("title", title).member("status", status).member("detail", detail));
    return new Answer(status, "application/problem+json", bytes(json + "\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
