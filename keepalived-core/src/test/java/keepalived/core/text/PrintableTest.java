package keepalived.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableTest {

  private static void shows(String expected, String text) {
    assertEquals(expected, Printable.of(text));
  }

  @Test
  void whatActsBecomesVisible() {
    shows("a\\nb\\rc", "a\nb\rc");
    shows("\\x1b[31mred\\x07\\x08\\x00\\x7f", "\u001b[31mred\u0007\b\0\u007f");
    shows("\\x85\\x9b31m", "\u0085\u009b31m");
    shows(
        "\\u2028\\u2029\\u202egpj.exe\\u2066\\u200f\\u061c",
        "\u2028\u2029\u202egpj.exe\u2066\u200f\u061c");
    shows("\\u200b\\ufeff\\xad", "\u200b\ufeff\u00ad");
    shows("\\U000e0041\\ufffe\\U0001ffff", "\udb40\udc41\ufffe\ud83f\udfff");
    shows("\\ud800x\\udc00", "\ud800x\udc00");
  }

  @Test
  void programsGetNoEscapes() {
    assertEquals("a?b?[2J??☎ é", Printable.masked("a\nb\u001b[2J\t\u202e☎ é"));
  }

  @Test
  void whatPrintsStaysAsItIs() {
    for (String text :
        new String[] {
          "",
          "(VI_1) Entering MASTER STATE",
          "a\tb",
          "regex \\n \"x\" ^[a-z]+$",
          "Zürich ☎ 東京 Ελλάδα العربية हिन्दी नमस्ते",
          "می\u200cخواهم 👩\u200d💻 é \u00a0x",
          "\ufffd"
        }) {
      shows(text, text);
    }
    String plain = "nothing to do";
    assertSame(plain, Printable.of(plain));
  }

  /// Any sequence of bytes gives one line that encodes and decodes to itself.
  @Test
  void everyCharacterGivesOnePrintableLine() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      String shown = Printable.of(new String(Character.toChars(c)));
      assertTrue(shown.codePoints().allMatch(Printable::isSafe), shown);
      byte[] bytes = shown.getBytes(StandardCharsets.UTF_8);
      assertEquals(shown, new String(bytes, StandardCharsets.UTF_8));
      assertEquals(shown, Printable.of(shown));
    }
  }
}
