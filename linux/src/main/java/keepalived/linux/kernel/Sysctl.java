package keepalived.linux.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.net.Family;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// A kernel setting, identified by its path below /proc/sys: `net/ipv4/ip_forward`.
public record Sysctl(String path) {

  private static final Path ROOT = Path.of("/proc/sys");
  private static final int O_WRONLY_CLOEXEC = 0x80001; // asm-generic/fcntl.h

  public Sysctl {
    if (path.startsWith("/") || path.contains("..")) {
      throw new IllegalArgumentException("not a setting: " + path);
    }
  }

  /// A setting of a link: `net/ipv4/conf/eth0/rp_filter`. The kernel also defines `all` and
  /// `default` in place of a link.
  public static Sysctl ofLink(Family family, String link, String key) {
    if (link.isEmpty() || link.contains("/")) {
      throw new IllegalArgumentException("not a link: " + link);
    }
    var directory = family == Family.IPV4 ? "ipv4" : "ipv6";
    return new Sysctl("net/" + directory + "/conf/" + link + "/" + key);
  }

  /// Whether net.ipv4.ip_nonlocal_bind or net.ipv6.ip_nonlocal_bind is set: programs may then bind
  /// to addresses that this host lacks.
  public static boolean bindsAnything(Family family) {
    var directory = family == Family.IPV4 ? "ipv4" : "ipv6";
    return new Sysctl("net/" + directory + "/ip_nonlocal_bind").number().orElse(0) != 0;
  }

  /// Whether packets from this link are forwarded. For IPv6 this makes the host a router, which its
  /// neighbour advertisements must state.
  public static boolean isForwarding(Family family, String link) {
    return ofLink(family, link, "forwarding").number().orElse(0) != 0;
  }

  /// The value without the line end; empty when the setting does not exist (no such link, IPv6
  /// disabled, an older kernel).
  public Optional<String> value() {
    try {
      return Optional.of(Files.readString(ROOT.resolve(path)).stripTrailing());
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  /// The value as a number; empty when the setting does not exist or is not a number.
  public OptionalInt number() {
    var digits = value().filter(v -> v.matches("-?[0-9]{1,9}"));
    return digits.isPresent()
        ? OptionalInt.of(Integer.parseInt(digits.get()))
        : OptionalInt.empty();
  }

  /// Sets the value.
  ///
  /// @return the refusal: /proc/sys is read-only in many containers
  public Optional<LinuxException> write(int number) {
    return write(Integer.toString(number));
  }

  /// As [#write(int)], for settings that are not numbers.
  public Optional<LinuxException> write(String value) {
    byte[] text = (value + "\n").getBytes(StandardCharsets.US_ASCII);
    var file = ROOT.resolve(path).toString();
    try (var open =
        new Descriptor("open(" + file + ")", Native.LIBC.open(file, O_WRONLY_CLOEXEC, 0))) {
      var data = Native.allocate(text.length).put(text).flip();
      Native.check("write(" + file + ")", Native.LIBC.write(open.number(), data, text.length));
      return Optional.empty();
    } catch (LinuxException refused) {
      return Optional.of(refused);
    }
  }

  @Override
  public String toString() {
    return path.replace('/', '.');
  }
}
