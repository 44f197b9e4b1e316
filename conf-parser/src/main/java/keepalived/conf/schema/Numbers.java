package keepalived.conf.schema;

import java.math.BigDecimal;
import java.util.Optional;

/// Reads numbers as the original does: decimal digits with an optional sign, nothing else.
public final class Numbers {

  private Numbers() {}

  /// A whole number; empty when it is none or beyond 63 bits.
  public static Optional<Long> whole(String text) {
    boolean digits = text.matches("[+-]?[0-9]{1,18}");
    return digits ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }

  /// A whole number that may be written in hexadecimal (0x) or octal (0).
  public static Optional<Long> anyBase(String text) {
    try {
      return text.isEmpty() || text.startsWith("#")
          ? Optional.empty()
          : Optional.of(Long.decode(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /// A decimal fraction.
  public static Optional<BigDecimal> decimal(String text) {
    boolean number = text.length() <= 40 && text.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)");
    return number ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }
}
