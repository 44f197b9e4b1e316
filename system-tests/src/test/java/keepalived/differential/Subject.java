package keepalived.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import keepalived.lab.Machine;

/// One implementation running one scenario on a machine with its own network.
abstract class Subject {

  /// Prints the kernel's state in one call: programs start slowly in the guest.
  private static final String KERNEL = "ipvsadm -Sn; ipvsadm -Ln --daemon; ipvsadm -Ln --timeout";

  final Scenario scenario;
  final String name;
  final Machine machine;
  final Path directory;
  private final RealServers servers;

  Subject(Scenario scenario, String kind) {
    this.scenario = scenario;
    this.name = "kd-" + kind + "-" + scenario.name();
    this.directory = Path.of("/run/kd", name);
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("record"), "echo \"$1\" >> " + directory + "/calls\n");
      Files.writeString(directory.resolve("misc"), "exit 0\n");
      Files.writeString(directory.resolve("file"), "0\n");
      Files.writeString(directory.resolve("calls"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    machine = Machine.network(name);
    servers = new RealServers(machine, scenario.farm());
    servers.upAll();
    scenario.before().forEach(this::act);
  }

  abstract void start();

  /// Waits until the configuration has been read.
  void started() {}

  abstract void reload(String config);

  /// Begins the stop.
  abstract void stop();

  /// Waits until the stop is complete.
  void stopped() {}

  /// Its output, for the report of a difference.
  String log() {
    return "";
  }

  abstract List<String> fifo();

  void addressChanged(String address, boolean there) {}

  void fileChanged(long value) {}

  String configuration(String text) {
    return text.replace("@DIR@", directory.toString());
  }

  void step(String actions) {
    Arrays.stream(actions.split("; ")).forEach(this::act);
  }

  private void act(String action) {
    var words = action.split(" ");
    switch (words[0]) {
      case "down" -> servers.server(words[1]).down();
      case "up" -> servers.up(words[1]);
      case "fail" -> servers.server(words[1]).failing(true);
      case "good" -> servers.server(words[1]).failing(false);
      case "mute" -> servers.server(words[1]).mute(true);
      case "talk" -> servers.server(words[1]).mute(false);
      case "body" -> servers.server(words[1]).body(words[2]);
      case "misc" ->
          write("misc", words[1].equals("sleep") ? "exec sleep 5\n" : "exit " + words[1] + "\n");
      case "file" -> {
        write("file", words[1] + "\n");
        fileChanged(Long.parseLong(words[1]));
      }
      case "addr" -> {
        machine.ip("addr", words[1], words[2] + "/32", "dev", "lo");
        addressChanged(words[2], words[1].equals("add"));
      }
      default -> throw new IllegalArgumentException(action);
    }
  }

  private void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void clean() {
    servers.close();
    machine.close();
  }

  /// Everything that must be equal, in a form that does not depend on orders that do not matter.
  String observation() {
    var text = new StringBuilder();
    text.append(sorted(machine.run("sh", "-c", KERNEL))).append('\n');
    text.append("fifo ").append(bySubject(fifo())).append('\n');
    text.append("calls ").append(calls()).append('\n');
    servers.letters().forEach(letter -> text.append("letter ").append(letter));
    return text.toString();
  }

  private static String sorted(String output) {
    return String.join("\n", output.lines().sorted().toList());
  }

  /// The UP and DOWN of each server and service, in order.
  private static Map<String, List<String>> bySubject(List<String> lines) {
    var changes = new TreeMap<String, List<String>>();
    for (var line : lines) {
      int blank = line.lastIndexOf(' ');
      changes
          .computeIfAbsent(line.substring(0, blank), _ -> new ArrayList<>())
          .add(line.substring(blank + 1));
    }
    return changes;
  }

  private List<String> calls() {
    try {
      return Files.readAllLines(directory.resolve("calls")).stream().sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
