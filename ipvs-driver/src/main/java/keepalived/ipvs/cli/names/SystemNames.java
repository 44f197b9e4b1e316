package keepalived.ipvs.cli.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.IpAddress;

/// The names that this machine knows: those of its resolver, and of its services file, which is
/// read when first needed.
public final class SystemNames implements NameLookup {

  private final Path servicesFile;
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, String> services = new HashMap<>();
  private boolean read;

  public SystemNames() {
    this(Path.of("/etc/services"));
  }

  SystemNames(Path servicesFile) {
    this.servicesFile = servicesFile;
  }

  @Override
  public Optional<IpAddress> address(String host) {
    try {
      return Optional.of(IpAddress.of(InetAddress.getByName(host).getAddress()));
    } catch (UnknownHostException unknown) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> host(IpAddress address) {
    try {
      var name = InetAddress.getByAddress(address.bytes()).getHostName();
      // The resolver returns the address itself when it knows no name.
      return IpAddress.parse(name).isPresent() ? Optional.empty() : Optional.of(name);
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public OptionalInt port(String service, Protocol protocol) {
    readServices();
    var port = ports.get(service + "/" + protocol.word());
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }

  @Override
  public Optional<String> service(int port, Protocol protocol) {
    readServices();
    return Optional.ofNullable(services.get(port + "/" + protocol.word()));
  }

  /// Parses lines of `name port/protocol alias...`; the first line with a port or a name wins.
  private void readServices() {
    if (read) {
      return;
    }
    read = true;
    try {
      for (var line : Files.readString(servicesFile, StandardCharsets.ISO_8859_1).split("\n")) {
        var words = line.replaceFirst("#.*", "").strip().split("\\s+");
        if (words.length >= 2 && words[1].matches("\\d{1,5}/\\w+")) {
          add(words);
        }
      }
    } catch (IOException absent) {
      // Without the file there are no service names.
      services.clear();
    }
  }

  private void add(String[] words) {
    int slash = words[1].indexOf('/');
    int port = Integer.parseInt(words[1].substring(0, slash));
    var protocol = words[1].substring(slash);
    services.putIfAbsent(words[1], words[0]);
    for (int i = 0; i < words.length; i++) {
      if (i != 1) {
        ports.putIfAbsent(words[i] + protocol, port);
      }
    }
  }
}
