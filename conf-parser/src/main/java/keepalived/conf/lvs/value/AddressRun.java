package keepalived.conf.lvs.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.conf.text.Numbers;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.IpPrefix;

/// A range of addresses from `first` to `last`, both included.
public record AddressRun(IpAddress first, IpAddress last) {

  /// Reads `ADDRESS`, `ADDRESS-END` or `ADDRESS/LENGTH`, whose host bits must be zero. Empty when
  /// the text is none of these.
  public static Optional<AddressRun> parse(String text) {
    if (text.indexOf('/') > 0) {
      return IpPrefix.parse(text).filter(p -> p.equals(p.network())).map(AddressRun::all);
    }
    int dash = text.indexOf('-');
    if (dash < 0) {
      return IpAddress.parse(text).map(a -> new AddressRun(a, a));
    }
    var first = IpAddress.parse(text.substring(0, dash));
    return first.flatMap(
        f ->
            last(f, text.substring(dash + 1))
                .filter(l -> l.family() == f.family() && follows(f, l, text))
                .map(l -> new AddressRun(f, l)));
  }

  /// Whether the end is after the start. If the end is a full address, it may equal the start.
  private static boolean follows(IpAddress first, IpAddress last, String text) {
    boolean full = IpAddress.parse(text.substring(text.indexOf('-') + 1)).isPresent();
    return full ? last.compareTo(first) >= 0 : last.compareTo(first) > 0;
  }

  private static AddressRun all(IpPrefix prefix) {
    byte[] bytes = prefix.address().bytes();
    for (int bit = prefix.length(); bit < bytes.length * 8; bit++) {
      bytes[bit / 8] |= (byte) (0x80 >>> (bit % 8));
    }
    return new AddressRun(prefix.address(), IpAddress.of(bytes));
  }

  /// Reads the end of a range: a full address, the last octet of an IPv4 address, or the last 16
  /// bits of an IPv6 address.
  private static Optional<IpAddress> last(IpAddress first, String text) {
    var full = IpAddress.parse(text);
    if (full.isPresent()) {
      return full;
    }
    byte[] bytes = first.bytes();
    if (first.family() == Family.IPV4) {
      return Numbers.whole(text)
          .filter(n -> n >= 0 && n <= 255)
          .map(
              n -> {
                bytes[3] = n.byteValue();
                return IpAddress.of(bytes);
              });
    }
    if (!text.matches("[0-9a-fA-F]{1,4}")) {
      return Optional.empty();
    }
    int value = Integer.parseInt(text, 16);
    bytes[14] = (byte) (value >> 8);
    bytes[15] = (byte) value;
    return Optional.of(IpAddress.of(bytes));
  }

  /// All addresses of the range. Empty when there are more than `most`.
  public Optional<List<IpAddress>> addresses(int most) {
    var addresses = new ArrayList<IpAddress>();
    for (byte[] next = first.bytes(); ; increment(next)) {
      if (addresses.size() == most) {
        return Optional.empty();
      }
      var address = IpAddress.of(next.clone());
      addresses.add(address);
      if (address.equals(last)) {
        return Optional.of(addresses);
      }
    }
  }

  private static void increment(byte[] number) {
    int i = number.length - 1;
    while (++number[i] == 0) {
      i--;
    }
  }
}
