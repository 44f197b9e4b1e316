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

/// A setting of the kernel, by its path below /proc/sys: `net/ipv4/ip_forward`.
public record Sysctl(String path) {

  private static final Path ROOT = Path.of("/proc/sys");
  private static final int O_WRONLY_CLOEXEC = 0x80001; // asm-generic/fcntl.h

  public Sysctl {
    if (path.startsWith("/") || path.contains("..")) {
      throw new IllegalArgumentException("not a setting: " + path);
    }
  }

  /// A setting of a link: `net/ipv4/conf/eth0/rp_filter`. The links `all` and `default` are the
  /// kernel's own words.
  public static Sysctl ofLink(Family family, String link, String key) {
    if (link.isEmpty() || link.contains("/")) {
      throw new IllegalArgumentException("not a link: " + link);
    }
    var directory = family == Family.IPV4 ? "ipv4" : "ipv6";
    return new Sysctl("net/" + directory + "/conf/" + link + "/" + key);
  }

  /// Whether programs may speak from addresses that the machine has not.
  public static boolean bindsAnything(Family family) {
    var directory = family == Family.IPV4 ? "ipv4" : "ipv6";
    return new Sysctl("net/" + directory + "/ip_nonlocal_bind").number().orElse(0) != 0;
  }

  /// Whether packets are forwarded from this link; for IPv6 it makes the host a router, which its
  /// neighbour advertisements have to say.
  public static boolean isForwarding(Family family, String link) {
    return ofLink(family, link, "forwarding").number().orElse(0) != 0;
  }

  /// The value without the line end; empty where there is no such setting (no such link, IPv6
  /// disabled, an older kernel).
  public Optional<String> value() {
    try {
      return Optional.of(Files.readString(ROOT.resolve(path)).stripTrailing());
    } catch (IOException missing) {
      return Optional.empty();
    }
  }

  /// The value as a number; empty where there is none.
  public OptionalInt number() {
    var digits = value().filter(v -> v.matches("-?[0-9]{1,9}"));
    return digits.isPresent()
        ? OptionalInt.of(Integer.parseInt(digits.get()))
        : OptionalInt.empty();
  }

  /// Sets the value. A refusal is returned: /proc/sys is read-only in many containers, and what
  /// then is for the caller to say.
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
