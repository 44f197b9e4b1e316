package keepalived.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import keepalived.ipvs.cli.Host;
import keepalived.ipvs.cli.IpvsCommand;
import keepalived.lab.Machine;
import keepalived.lab.compare.Snapshot;

/// One implementation running one scenario on a machine with its own network.
abstract class Subject {

  /// The kernel's side. `keepalived ipvs` lists it without a process, which the guest starts
  /// slowly; IpvsadmComparisonTest shows that it prints what ipvsadm does.
  private static final List<List<String>> KERNEL =
      List.of(List.of("-Sn"), List.of("-Ln", "--daemon"), List.of("-Ln", "--timeout"));

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
  Snapshot snapshot() {
    return Snapshot.EMPTY
        .with("IPVS", machine.call(Subject::kernel).lines().sorted().toList())
        .with("FIFO lines", bySubject(fifo()))
        .with("script calls", calls())
        .with("letters", servers.letters());
  }

  private static String kernel() {
    var printed = new ByteArrayOutputStream();
    var out = new PrintStream(printed, false, StandardCharsets.UTF_8);
    for (var arguments : KERNEL) {
      int status = IpvsCommand.run(arguments, out, out, Host.real());
      assertEquals(0, status, () -> arguments + ": " + printed.toString(StandardCharsets.UTF_8));
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  /// The UP and DOWN of each server and service, in order, a line for each of them.
  private static List<String> bySubject(List<String> lines) {
    var changes = new TreeMap<String, String>();
    for (var line : lines) {
      int blank = line.lastIndexOf(' ');
      changes.merge(line.substring(0, blank), line.substring(blank), String::concat);
    }
    return changes.entrySet().stream().map(each -> each.getKey() + each.getValue()).toList();
  }

  private List<String> calls() {
    try {
      return Files.readAllLines(directory.resolve("calls")).stream().sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
