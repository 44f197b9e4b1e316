package keepalived.tracking.file;

/// What the content of a tracked file says.
public sealed interface FileValue {

  record Number(int value) implements FileValue {}

  /// A number that does not fit: the value before stays.
  record OutOfRange(String text) implements FileValue {}

  /// The leading integer: decimal, octal with a leading 0, hexadecimal with 0x; blanks before it do
  /// not matter, nor what comes after. Without one the value is 0.
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
