package keepalived.healthcheck.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import keepalived.conf.reader.ConfigReader;
import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.FailureReason;
import keepalived.healthcheck.verdict.ProbeResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Each answer in the table gets the verdict of keepalived 2.2.7.
class AnswersTest {

  private static final int AT_A_TIME = 40;

  private final ProbeBench bench = new ProbeBench(TlsClients.anonymous());
  private final Farm farm = new Farm();

  @AfterEach
  void close() {
    bench.close();
    farm.close();
  }

  private record Row(String name, String verdict, String check, List<String> steps) {

    static Row of(String line) {
      var fields = line.split("\t");
      return new Row(
          fields[0], fields[1], fields[2], Arrays.asList(fields).subList(3, fields.length));
    }

    boolean isDatagram() {
      return check.startsWith("dns") || check.startsWith("udp");
    }
  }

  private record Asked(Row row, CompletableFuture<ProbeResult> result) {

    String difference() {
      var got = ProbeBench.wait(result);
      var said =
          switch (got) {
            case ProbeResult.Success _ -> row.verdict.equals("quiet") ? "quiet" : "up";
            case ProbeResult.Failure(FailureReason.TimedOut _) -> "late";
            case ProbeResult.Failure _ -> "down";
            case ProbeResult.NotRun _ -> "not run";
          };
      return said.equals(row.verdict) ? "" : row.name + ": " + got + "\n";
    }
  }

  private static List<Row> rows() {
    try (var table = AnswersTest.class.getResourceAsStream("/answers/verdicts.tsv")) {
      return new String(table.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Row::of)
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int serve(Row row) {
    return row.isDatagram()
        ? farm.udpReplies(query -> Answers.replies(row.steps, query))
        : farm.tcp(Answers.server(row.steps));
  }

  /// A check with the values that an operator would use, and a short timeout where the server stays
  /// silent.
  private static Check check(Row row, int port) {
    var words = row.check.split(" ", 2);
    var options = words.length == 2 ? words[1].replace(";", "\n") + "\n" : "";
    boolean brief = row.verdict.equals("late") || row.verdict.equals("quiet");
    var body = "connect_timeout " + (brief ? 1 : 20) + "\n";
    body +=
        switch (words[0]) {
          case "http" -> "url {\npath /\n" + options + "}\n";
          case "dns" -> "name a.example\ntype A\n";
          default -> options;
        };
    var kind =
        switch (words[0]) {
          case "http" -> "HTTP_GET";
          case "smtp" -> "SMTP_CHECK";
          case "dns" -> "DNS_CHECK";
          default -> "UDP_CHECK";
        };
    var text =
        "virtual_server 192.0.2.1 80 {\nreal_server 127.0.0.1 %d {\n%s {\n%s}\n}\n}\n"
            .formatted(port, kind, body);
    var config = ConfigReader.read(row.name, text, ConfigReader.Options.of("test")).config().lvs();
    return config.virtualServers().getFirst().realServers().getFirst().checks().getFirst();
  }

  @Test
  void asTheOriginal() {
    var rows = rows();
    assertTrue(rows.size() > 200, rows.size() + " rows");
    var differences = new StringBuilder();
    for (int from = 0; from < rows.size(); from += AT_A_TIME) {
      var asked = new ArrayList<Asked>();
      for (var row : rows.subList(from, Math.min(rows.size(), from + AT_A_TIME))) {
        var check = check(row, serve(row));
        var result = new CompletableFuture<ProbeResult>();
        bench.loop.post(() -> bench.probes.start((Check.Probed) check, 0, result::complete));
        asked.add(new Asked(row, result));
      }
      asked.forEach(a -> differences.append(a.difference()));
    }
    assertEquals("", differences.toString());
  }
}
