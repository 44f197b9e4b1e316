package keepalived.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A network of machines on one bridge. Closing the lab ends all its processes and removes all
/// traces; so does the end of this process.
public final class Lab implements AutoCloseable {

  private final Path directory;
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final Machine bridge;
  private int interfaces;

  public Lab() {
    try {
      directory = Files.createTempDirectory("keepalived-lab");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bridge = Machine.boot("switch", directory);
    bridge.ipBatch(List.of("link add br0 type bridge mcast_snooping 0", "link set br0 up"));
  }

  /// Boots a machine whose `eth0` is on the bridge, with these addresses.
  public Machine machine(String name, String... addresses) {
    var machine = Machine.boot(name, directory);
    machines.put(name, machine);
    connect(machine, "eth0", addresses);
    return machine;
  }

  /// Adds an interface on the bridge to a machine.
  public void connect(Machine machine, String interfaceName, String... addresses) {
    String port = port(machine, interfaceName);
    // Some hosts give every veth the same address; machines need different ones.
    String mac = "02:4b:41:00:00:%02x".formatted(++interfaces);
    bridge.ipBatch(
        List.of(
            "link add %s type veth peer name %s address %s netns %d"
                .formatted(port, interfaceName, mac, machine.pid()),
            "link set %s master br0 up".formatted(port)));
    var own = new ArrayList<String>();
    for (String address : addresses) {
      String nodad = address.indexOf(':') >= 0 ? " nodad" : "";
      own.add("addr add %s%s dev %s".formatted(address, nodad, interfaceName));
    }
    own.add("link set %s up".formatted(interfaceName));
    machine.ipBatch(own);
  }

  private static String port(Machine machine, String interfaceName) {
    return machine.name() + "-" + interfaceName;
  }

  /// Unplugs the cable: the machine loses its carrier.
  public void unplug(Machine machine) {
    bridge.mustRun("ip", "link", "set", port(machine, "eth0"), "down");
  }

  public void plug(Machine machine) {
    bridge.mustRun("ip", "link", "set", port(machine, "eth0"), "up");
  }

  /// The machine with the bridge; it sees all traffic.
  public Machine bridge() {
    return bridge;
  }

  public Path directory() {
    return directory;
  }

  @Override
  public void close() {
    machines.values().forEach(Machine::powerOff);
    bridge.powerOff();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
