package keepalived.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import keepalived.conf.diagnostic.Code;
import keepalived.conf.reader.ConfigReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Text that no operator writes. It may be refused with a message, but within limits of time and
/// memory.
class LimitsTest {

  private static ConfigReader.Result read(String text) {
    var options = ConfigReader.Options.of("vm").host(TableHost.recorded());
    return assertTimeoutPreemptively(
        Duration.ofSeconds(180), () -> ConfigReader.read("limits", text, options));
  }

  private static void within(String text, Consumer<ConfigReader.Result> expected) {
    var result = read(text);
    result.diagnostics().forEach(Bounds::check);
    expected.accept(result);
  }

  @Test
  void ten_thousand_blocks_inside_each_other() {
    within(
        "block {\n".repeat(10_000) + "}\n".repeat(10_000),
        r -> {
          assertEquals(1, r.diagnostics().size(), "one message for one unknown block");
          assertEquals(5, r.testStatus());
        });
  }

  @Test
  void ten_thousand_braces_that_never_close() {
    within("vrrp_instance A {\n".repeat(10_000), r -> assertEquals(5, r.testStatus()));
  }

  @Test
  void ten_megabytes_of_unknown_words() {
    within(
        "some words that mean nothing\n".repeat(360_000),
        r -> {
          assertFalse(r.diagnostics().isEmpty());
          assertTrue(r.diagnostics().size() <= 10_000, "diagnostics are bounded");
        });
  }

  @Test
  void ten_megabytes_in_one_line() {
    within("x".repeat(10 << 20), r -> assertEquals(5, r.testStatus()));
    within("{".repeat(10 << 18), r -> assertEquals(5, r.testStatus()));
    within("a ".repeat(5 << 18), r -> assertEquals(5, r.testStatus()));
  }

  /// Opening a FIFO would wait for a writer.
  @Test
  void a_key_file_that_is_a_fifo(@TempDir Path directory) throws Exception {
    var fifo = directory.resolve("key");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    within(
        "vrrp_instance A {\n auth_hmac {\n key 1 file:" + fifo + "\n }\n}\n",
        r ->
            assertTrue(
                r.diagnostics().stream()
                    .anyMatch(d -> d.message().equals("the key file cannot be read"))));
  }

  @Test
  void bytes_that_are_no_text() {
    within("vrrp_instance \0 {\n}\0\n", r -> assertEquals(5, r.testStatus()));
    within("\0".repeat(1 << 20), r -> assertEquals(5, r.testStatus()));
  }

  @Test
  void definitions_that_grow() {
    var text = new StringBuilder("$A0=xxxxxxxxxxxxxxxx\n");
    for (int i = 1; i < 60; i++) {
      text.append("$A%d=${A%d}${A%d}%n".formatted(i, i - 1, i - 1));
    }
    within(
        text + "$A59\n",
        r -> assertEquals(Code.DEFINITION_RECURSIVE, r.diagnostics().getFirst().code()));
    within("$A=${A} b\n${A}\n", r -> assertEquals(5, r.testStatus()));
  }

  @Test
  void repetitions_that_grow() {
    within("~SEQ(a,1,4000000000) x\n", r -> assertEquals(5, r.testStatus()));
    within(
        "~SEQ(a,1,90000) ~SEQ(b,1,90000) ~SEQ(c,1,90000) x\n",
        r -> assertTrue(r.diagnostics().stream().anyMatch(d -> d.code() == Code.TOO_LARGE)));
  }
}
