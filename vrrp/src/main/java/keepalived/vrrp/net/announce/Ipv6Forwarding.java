package keepalived.vrrp.net.announce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import keepalived.core.loop.Loop;
import keepalived.core.time.MonoTime;

/// Whether the host forwards IPv6 on an interface; read from the kernel at most every five seconds.
final class Ipv6Forwarding {

  private static final Duration VALID = Duration.ofSeconds(5);

  private record Known(boolean routes, MonoTime at) {}

  private final Loop loop;
  private final Map<String, Known> known = new HashMap<>();

  Ipv6Forwarding(Loop loop) {
    this.loop = loop;
  }

  boolean routes(String link) {
    var now = loop.now();
    var last = known.get(link);
    if (last == null || last.at().plus(VALID).reached(now)) {
      last = new Known(read(link), now);
      known.put(link, last);
    }
    return last.routes();
  }

  private static boolean read(String link) {
    try {
      var path = Path.of("/proc/sys/net/ipv6/conf", link, "forwarding");
      return !Files.readString(path).strip().equals("0");
    } catch (IOException gone) {
      return false;
    }
  }
}
