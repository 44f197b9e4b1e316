package keepalived.tracking.file;

/// The number in a tracked file.
public sealed interface FileValue {

  record Number(int value) implements FileValue {}

  /// The number does not fit into an int; the previous value stays.
  record OutOfRange(String text) implements FileValue {}

  /// The integer at the start of the content: decimal, octal with a leading 0, or hexadecimal with
  /// 0x. Blanks before it and any text after it are ignored. Without a number the value is 0.
  static FileValue of(String content) {
    var text = content.stripLeading();
    int at = 0;
    boolean negative = text.startsWith("-");
    if (negative || text.startsWith("+")) {
      at++;
    }
    int radix = 10;
    if (text.regionMatches(true, at, "0x", 0, 2)
        && at + 2 < text.length()
        && Character.digit(text.charAt(at + 2), 16) >= 0) {
      radix = 16;
      at += 2;
    } else if (text.startsWith("0", at)) {
      radix = 8;
    }
    int end = at;
    long value = 0;
    while (end < text.length()
        && text.charAt(end) < 128
        && Character.digit(text.charAt(end), radix) >= 0) {
      value = Math.min(value * radix + Character.digit(text.charAt(end), radix), 1L << 40);
      end++;
    }
    long signed = negative ? -value : value;
    return signed < Integer.MIN_VALUE || signed > Integer.MAX_VALUE
        ? new OutOfRange(text.substring(0, end))
        : new Number((int) signed);
  }
}
