package keepalived.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One implementation running one scenario in a network namespace of its own.
abstract class Subject {

  /// The kernel's side, in one call: programs start slowly in the guest.
  private static final String KERNEL = "ipvsadm -Sn; ipvsadm -Ln --daemon; ipvsadm -Ln --timeout";

  final Scenario scenario;
  final String namespace;
  final Path directory;
  private final RealServers servers;

  Subject(Scenario scenario, String kind) {
    this.scenario = scenario;
    this.namespace = "kd-" + kind + "-" + scenario.name();
    this.directory = Path.of("/run/kd", namespace);
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("record"), "echo \"$1\" >> " + directory + "/calls\n");
      Files.writeString(directory.resolve("misc"), "exit 0\n");
      Files.writeString(directory.resolve("file"), "0\n");
      Files.writeString(directory.resolve("calls"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run("ip", "netns", "add", namespace);
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    servers = new RealServers(namespace, scenario.farm());
    servers.upAll();
    scenario.before().forEach(this::act);
  }

  abstract void start();

  /// Waits until it has read its configuration.
  void started() {}

  abstract void reload(String config);

  /// Asks it to stop.
  abstract void stop();

  /// Waits until it has stopped.
  void stopped() {}

  /// What it wrote, for the report of a difference.
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
        run("ip", "-n", namespace, "addr", words[1], words[2] + "/32", "dev", "lo");
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
    run("ip", "netns", "del", namespace);
  }

  /// Everything that must be equal, in a form that does not depend on the order of things that have
  /// none.
  String observation() {
    var text = new StringBuilder();
    text.append(sorted(inNamespace("sh", "-c", KERNEL))).append('\n');
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

  private String inNamespace(String... words) {
    var line = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    line.addAll(List.of(words));
    return run(line.toArray(String[]::new));
  }

  static String run(String... words) {
    try {
      var process = new ProcessBuilder(words).redirectErrorStream(true).start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
