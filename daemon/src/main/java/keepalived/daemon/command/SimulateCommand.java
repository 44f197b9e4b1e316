package keepalived.daemon.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Config;
import keepalived.vrrp.sim.ScenarioEvent;
import keepalived.vrrp.sim.ScenarioPlayer;

/// `keepalived simulate A.conf B.conf`: plays failovers with these files. The production state
/// machines run on a virtual network in virtual time.
final class SimulateCommand {

  static final Command COMMAND =
      new Command(
          "simulate",
          "FILE...",
          "play failovers of these files on a virtual network",
          SimulateCommand::run);

  private static final int USAGE = 1;
  private static final int BAD_FILE = 2;
  private static final Duration AFTERWARDS = Duration.ofSeconds(15);
  private static final String HELP =
      """
      keepalived simulate [--script EVENTS] FILE FILE...

      Plays failovers of the routers these files describe, without root and without waiting.
      A router is called as its file, without ".conf". Without a script the first router crashes
      and returns, loses its link, freezes for 3 s, is stopped; each as a timeline of its own.

      A script has one event on a line, # begins a comment:
        %s
      """
          .formatted(ScenarioEvent.FORMS);

  private SimulateCommand() {}

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    var files = new ArrayList<String>();
    Optional<Path> script = Optional.empty();
    for (var words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      if (word.equals("--help") || word.equals("-h")) {
        out.print(HELP);
        return 0;
      } else if (word.equals("--script") && words.hasNext()) {
        script = Optional.of(Path.of(words.next()));
      } else {
        files.add(word);
      }
    }
    if (files.isEmpty() || files.stream().anyMatch(f -> f.startsWith("-"))) {
      err.print(HELP);
      return USAGE;
    }
    var configs = NodeFiles.read(files, err);
    if (configs.isEmpty()) {
      return BAD_FILE;
    }
    try {
      var scenarios =
          script.isPresent()
              ? Map.of(script.get().toString(), Files.readAllLines(script.get()))
              : usual(configs.get().keySet().iterator().next());
      return play(configs.get(), scenarios, out, err);
    } catch (IOException e) {
      err.println("cannot read " + script.get() + ": " + e.getMessage());
      return USAGE;
    }
  }

  private static Map<String, List<String>> usual(String router) {
    var scenarios = new LinkedHashMap<String, List<String>>();
    scenarios.put(router + " crashes, and returns", List.of("10s R crash", "25s R start"));
    scenarios.put(
        router + " loses its link, and gets it back",
        List.of("10s R link eth0 down", "25s R link eth0 up"));
    scenarios.put(router + " freezes for 3 s", List.of("10s R freeze 3s"));
    scenarios.put(
        router + " is stopped in order, and started", List.of("10s R stop", "25s R start"));
    scenarios.replaceAll(
        (_, lines) -> lines.stream().map(line -> line.replace(" R ", " " + router + " ")).toList());
    return scenarios;
  }

  private static int play(
      Map<String, Config> configs,
      Map<String, List<String>> scenarios,
      PrintStream out,
      PrintStream err) {
    for (var scenario : scenarios.entrySet()) {
      var acts = new ArrayList<ScenarioEvent.Timed>();
      int number = 0;
      for (String line : scenario.getValue()) {
        number++;
        String text = line.replaceFirst("#.*", "").strip();
        if (text.isEmpty()) {
          continue;
        }
        String router = text.split("\\s+").length > 1 ? text.split("\\s+")[1] : "";
        var act = ScenarioEvent.parse(text);
        if (act.isEmpty() || !configs.containsKey(router)) {
          String why =
              act.isEmpty()
                  ? "want " + ScenarioEvent.FORMS
                  : "no router '" + router + "', there are " + configs.keySet();
          err.println(scenario.getKey() + ":" + number + ": '" + text + "': " + why);
          return USAGE;
        }
        acts.add(act.get());
      }
      out.println("== " + scenario.getKey());
      var last =
          acts.stream()
              .map(ScenarioEvent.Timed::at)
              .max(Duration::compareTo)
              .orElse(Duration.ofSeconds(10));
      ScenarioPlayer.play(configs, acts, last.plus(AFTERWARDS), out::println);
    }
    return 0;
  }
}
