package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertTrue;

import keepalived.conf.diagnostic.Diagnostic;

/// Checks what must be true of every diagnostic.
final class Bounds {

  private Bounds() {}

  static void check(Diagnostic d) {
    var place = d.place();
    assertTrue(place.line() >= 0 && place.column() >= 0, () -> d.toString());
    if (place.column() > 0) {
      assertTrue(place.length() >= 1, () -> d.toString());
      assertTrue(place.column() - 1 + place.length() <= place.text().length(), () -> d.toString());
    }
    assertTrue(!d.message().isBlank(), () -> d.toString());
  }
}
