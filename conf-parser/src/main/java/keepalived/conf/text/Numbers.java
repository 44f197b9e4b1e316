package keepalived.conf.text;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads numbers like the original: decimal digits with an optional sign, and no blanks.
public final class Numbers {

  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)");

  private Numbers() {}

  /// A decimal whole number. Empty when the text is not one or has more than 18 digits.
  public static Optional<Long> whole(String text) {
    return WHOLE.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  /// A whole number in decimal, hexadecimal (0x) or octal (leading 0).
  public static Optional<Long> anyBase(String text) {
    try {
      return text.isEmpty() || text.startsWith("#")
          ? Optional.empty()
          : Optional.of(Long.decode(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /// A decimal fraction. Empty when the text is not one or has more than 40 characters.
  public static Optional<BigDecimal> decimal(String text) {
    boolean number = text.length() <= 40 && DECIMAL.matcher(text).matches();
    return number ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }
}
