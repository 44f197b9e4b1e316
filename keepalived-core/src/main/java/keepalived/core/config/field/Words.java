package keepalived.core.config.field;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import keepalived.core.config.script.Script;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.MacAddress;

/// Values as the file writes them.
final class Words {

  static final String NONE = "none";

  private Words() {}

  /// @throws IllegalArgumentException for a value of another type
  static String text(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.map(Words::text).orElse(NONE);
      case OptionalInt number -> number.isPresent() ? "" + number.getAsInt() : NONE;
      case OptionalLong number -> number.isPresent() ? "" + number.getAsLong() : NONE;
      case Boolean on -> on ? "on" : "off";
      case Duration duration -> seconds(duration);
      case Script script -> script(script);
      case Script.RunAs user -> user(user);
      case Endpoint(var address, int port) -> address + " " + port;
      case Family family -> family == Family.IPV4 ? "inet" : "inet6";
      case Enum<?> word -> word.name().toLowerCase(Locale.ROOT);
      case Collection<?> all -> words(all);
      case String text -> text;
      case Number number -> number.toString();
      case IpAddress address -> address.toString();
      case IpPrefix prefix -> prefix.toString();
      case MacAddress address -> address.toString();
      default -> throw new IllegalArgumentException("no words for a " + value.getClass());
    };
  }

  /// The value of a command without its arguments; empty for other values.
  static Optional<String> program(Object value) {
    return switch (value) {
      case Optional<?> optional -> optional.flatMap(Words::program);
      case Script script ->
          Optional.of(script.words().size() > 1 ? script.program() + " ..." : script.program());
      case Field.Command command -> Optional.of(command.program());
      default -> Optional.empty();
    };
  }

  private static String words(Collection<?> all) {
    return all.isEmpty() ? NONE : all.stream().map(Words::text).collect(Collectors.joining(" "));
  }

  /// `0.2`, `5`.
  static String seconds(Duration duration) {
    return decimal(duration, 9);
  }

  static String milliseconds(Duration duration) {
    return decimal(duration, 6);
  }

  static String microseconds(Duration duration) {
    return decimal(duration, 3);
  }

  private static String decimal(Duration duration, int scale) {
    var number = new BigDecimal(duration.getSeconds()).movePointRight(9).add(nanos(duration));
    var scaled = number.movePointLeft(scale).stripTrailingZeros();
    return scaled.signum() == 0 ? "0" : scaled.toPlainString();
  }

  private static BigDecimal nanos(Duration duration) {
    return BigDecimal.valueOf(duration.getNano());
  }

  private static String script(Script script) {
    return script.text() + script.runAs().map(user -> " " + user(user)).orElse("");
  }

  private static String user(Script.RunAs user) {
    return user.user().orElse("") + user.group().map(group -> ":" + group).orElse("");
  }

  /// `-20 reverse`.
  static String weight(int weight, boolean reverse) {
    return weight + (reverse ? " reverse" : "");
  }
}
