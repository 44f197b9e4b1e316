package keepalived.conf;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import keepalived.conf.diagnostic.DiagnosticText;
import keepalived.conf.host.HostFacts;
import keepalived.conf.host.LocalHost;
import keepalived.conf.reader.ConfigReader;

/// Searches for configurations for which the test here and that of the installed keepalived end
/// with different statuses. `scripts/differences` runs it. It writes the configurations it finds to
/// a directory, ordered by cause.
final class DifferenceSearch {

  private record Answer(int status, String output) {}

  private final Path work;
  private final Map<String, Integer> causes = new TreeMap<>();
  private int compared;
  private int different;

  private DifferenceSearch(Path work) {
    this.work = work;
  }

  /// Runs with the arguments `mutate WORK COUNT SEED EDITS SOURCES...`, `vary WORK COUNT SEED`,
  /// `sweep WORK [BLOCK...]` or `files WORK FILES...`.
  public static void main(String[] args) throws IOException {
    var search = new DifferenceSearch(Path.of(args[1]));
    if (args[0].equals("files")) {
      for (String file : List.of(args).subList(2, args.length)) {
        search.compare(Path.of(file), Path.of(file).getFileName().toString());
      }
    } else if (args[0].equals("vary")) {
      search.vary(Integer.parseInt(args[2]), Long.parseLong(args[3]));
    } else if (args[0].equals("sweep")) {
      search.sweep(List.of(args).subList(2, args.length));
    } else {
      search.mutate(args);
    }
    search.causes.forEach((cause, count) -> System.out.println(count + "\t" + cause));
    System.out.println(search.compared + " compared, " + search.different + " different");
  }

  private void mutate(String[] args) throws IOException {
    int count = Integer.parseInt(args[2]);
    long seed = Long.parseLong(args[3]);
    var sources = new ArrayList<String>();
    for (String directory : List.of(args).subList(5, args.length)) {
      sources.addAll(texts(Path.of(directory)));
    }
    var blocks = fragments(TestFiles.RESOURCES.resolve("fragments.conf"));
    var mutator = new OperatorMutator(sources, blocks, new SplittableRandom(seed));
    Path file = work.resolve("keepalived.conf");
    for (int i = 0; i < count; i++) {
      Files.writeString(file, mutator.next(Integer.parseInt(args[4])), StandardCharsets.ISO_8859_1);
      compare(file, seed + "-" + i);
    }
  }

  private void vary(int count, long seed) throws IOException {
    var random = new SplittableRandom(seed);
    var all = Variations.all();
    Path file = work.resolve("keepalived.conf");
    for (int i = 0; i < count; i++) {
      String text = all.get(i % all.size()).next(3, random);
      Files.writeString(file, text, StandardCharsets.ISO_8859_1);
      compare(file, "vary-" + seed + "-" + i);
    }
  }

  /// Tries each keyword with each value, and with the values next to the ends of its range.
  private void sweep(List<String> blocks) throws IOException {
    for (var row : SweepCases.rows()) {
      if (row.newer() || !blocks.isEmpty() && !blocks.contains(row.block())) {
        continue;
      }
      var edges = new LinkedHashSet<String>();
      for (var values : List.of(SweepCases.NUMBERS, SweepCases.WORDS)) {
        for (String value : values) {
          edges.addAll(SweepCases.edges(value(row, value)));
        }
      }
      for (String edge : edges) {
        value(row, edge);
      }
    }
  }

  /// Compares both programs for one value. Returns what they printed.
  private String value(SweepCases.Row row, String value) throws IOException {
    Path file = work.resolve("keepalived.conf");
    Files.writeString(file, row.with(value), StandardCharsets.ISO_8859_1);
    String name = row.block() + "/" + row.keyword() + " " + value;
    return compare(file, name.replaceAll("[^\\w.()+-]+", "_"));
  }

  /// Splits the file into fragments, each of which begins with a line `# in BLOCK`.
  private static List<String> fragments(Path file) {
    return List.of(text(file).split("(?m)^(?=# in )"));
  }

  private static List<String> texts(Path directory) {
    try (var files = Files.list(directory)) {
      return files
          .filter(f -> f.toString().endsWith(".conf"))
          .sorted()
          .map(DifferenceSearch::text)
          .filter(t -> !t.isBlank() && t.length() < 20_000)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Interfaces of which each counts as Ethernet.
  static final class Links implements LocalHost.Interfaces {

    @Override
    public Set<String> names(Optional<String> namespace) {
      try {
        return NetworkInterface.networkInterfaces().map(i -> i.getName()).collect(toSet());
      } catch (SocketException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean isForeign(Optional<String> namespace, String name) {
      return true;
    }

    @Override
    public int mtu(Optional<String> namespace, String name) {
      return HostFacts.NetworkInterface.USUAL_MTU;
    }
  }

  /// Compares both programs for one file. Returns what they printed.
  private String compare(Path file, String name) throws IOException {
    compared++;
    var host = new LocalHost(new Links(), Optional.empty());
    var ours = ConfigReader.read(file, ConfigReader.Options.of("vm").host(host));
    var theirs = original(file);
    boolean crashed = theirs.status() > 100;
    String all = DiagnosticText.render(ours.diagnostics()) + theirs.output();
    if (crashed || ours.testStatus() == theirs.status()) {
      return all;
    }
    different++;
    String said =
        theirs
            .output()
            .lines()
            .map(l -> l.replaceFirst("^.*?: Line \\d+\\) ", "").replaceAll("\\d+", "N"))
            .filter(l -> !l.isBlank())
            .distinct()
            .collect(Collectors.joining(" | "));
    String codes =
        ours.diagnostics().stream()
            .map(d -> d.code().word())
            .distinct()
            .sorted()
            .collect(Collectors.joining(","));
    String cause = theirs.status() + "->" + ours.testStatus() + " [" + codes + "] " + said;
    causes.merge(cause.length() > 400 ? cause.substring(0, 400) : cause, 1, Integer::sum);
    Files.copy(file, work.resolve(name + ".conf"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(
        work.resolve(name + ".txt"),
        theirs.status()
            + " -> "
            + ours.testStatus()
            + "\n"
            + theirs.output()
            + "---\n"
            + DiagnosticText.render(ours.diagnostics()));
    return all;
  }

  private Answer original(Path file) throws IOException {
    Path output = work.resolve("original.txt");
    var process =
        new ProcessBuilder("timeout", "15", "keepalived", "-i", "vm", "-t", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return new Answer(process.exitValue(), text(output));
  }
}
