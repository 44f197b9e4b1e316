package keepalived.ipvs.cli.names;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;

/// Parses and prints numbers, addresses and ports as ipvsadm does.
public final class AddressText {

  private AddressText() {}

  /// A host with or without a port.
  public record HostPort(IpAddress address, OptionalInt port) {}

  /// A decimal number in a range. Leading blanks and a sign are allowed, trailing text is not.
  public static OptionalLong number(String text, long least, long most) {
    var digits = text.stripLeading();
    if (!digits.matches("[+-]?\\d{1,18}")) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(digits);
    return number < least || number > most ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /// Parses `ADDRESS`, `ADDRESS:PORT`, `[IPV6]:PORT` or `IPV6`, with names for either part. A
  /// bracketed address needs its port.
  public static Optional<HostPort> hostPort(String text, Protocol protocol, NameLookup names) {
    if (text.startsWith("[")) {
      int end = text.indexOf("]:");
      return end < 0
          ? Optional.empty()
          : join(
              Ipv6Address.parse(text.substring(1, end)), text.substring(end + 2), protocol, names);
    }
    var whole = IpAddress.parse(text);
    if (whole.isPresent()) {
      return whole.map(address -> new HostPort(address, OptionalInt.empty()));
    }
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return host(text, names).map(address -> new HostPort(address, OptionalInt.empty()));
    }
    return join(host(text.substring(0, colon), names), text.substring(colon + 1), protocol, names);
  }

  private static Optional<HostPort> join(
      Optional<? extends IpAddress> host, String port, Protocol protocol, NameLookup names) {
    var number = number(port, 0, 65535);
    var found =
        number.isPresent() ? OptionalInt.of((int) number.getAsLong()) : names.port(port, protocol);
    return host.isEmpty() || found.isEmpty()
        ? Optional.empty()
        : Optional.of(new HostPort(host.get(), found));
  }

  private static Optional<IpAddress> host(String text, NameLookup names) {
    var old = oldAddress(text);
    if (old.isPresent()) {
      return old.map(a -> a);
    }
    return text.isEmpty() || !text.matches("[A-Za-z0-9_.-]*[A-Za-z][A-Za-z0-9_.-]*")
        ? Optional.empty()
        : names.address(text);
  }

  /// Parses an IPv4 address in the loose form of inet_aton: one to four numbers, each decimal,
  /// octal or hexadecimal; the last one fills the remaining bytes.
  public static Optional<Ipv4Address> oldAddress(String text) {
    var parts = text.split("\\.", -1);
    if (parts.length > 4) {
      return Optional.empty();
    }
    long bits = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      long most = last ? (1L << (32 - 8 * i)) - 1 : 255;
      var part = cNumber(parts[i]);
      if (part.isEmpty() || part.getAsLong() > most) {
        return Optional.empty();
      }
      bits |= last ? part.getAsLong() : part.getAsLong() << (24 - 8 * i);
    }
    return Optional.of(new Ipv4Address((int) bits));
  }

  private static OptionalLong cNumber(String text) {
    if (text.matches("0[xX][0-9a-fA-F]{1,8}")) {
      return OptionalLong.of(Long.parseLong(text.substring(2), 16));
    } else if (text.matches("0[0-7]{1,11}")) {
      return OptionalLong.of(Long.parseLong(text, 8));
    } else if (text.matches("0|[1-9]\\d{0,9}")) {
      return OptionalLong.of(Long.parseLong(text));
    }
    return OptionalLong.empty();
  }

  /// `10.0.0.1:80` or `[2001:db8::1]:80`.
  public static String numeric(Endpoint endpoint) {
    return bracketed(endpoint.address(), endpoint.address().toString()) + ":" + endpoint.port();
  }

  /// The endpoint with names for address and port where there are any.
  public static String named(Endpoint endpoint, Protocol protocol, NameLookup names) {
    var address = endpoint.address();
    var host = names.host(address).orElse(address.toString());
    var port =
        protocol == Protocol.NONE
            ? Optional.<String>empty()
            : names.service(endpoint.port(), protocol);
    return bracketed(address, host) + ":" + port.orElse(Integer.toString(endpoint.port()));
  }

  private static String bracketed(IpAddress address, String text) {
    return switch (address.family()) {
      case IPV4 -> text;
      case IPV6 -> "[" + text + "]";
    };
  }
}
