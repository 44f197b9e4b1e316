package keepalived.daemon.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import keepalived.conf.reader.ConfigReader;
import keepalived.daemon.show.Client;
import keepalived.daemon.show.Value;
import keepalived.daemon.status.JsonDump;
import keepalived.lab.Await;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `/metrics`: formats, names and numbers.
class MetricsTest {

  private static final Pattern SAMPLE =
      Pattern.compile("([a-z_]+)(?:\\{((?:[a-z_]+=\"[^\"\\n]*\",?)*)})? (-?[0-9.]+)");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `([a-z_]+)");

  /// The families of the public exporter by the keys of the original's JSON file.
  private static final Map<String, String> EXPORTER =
      Map.ofEntries(
          Map.entry("advert_rcvd", "advertisements_received"),
          Map.entry("advert_sent", "advertisements_sent"),
          Map.entry("become_master", "become_master"),
          Map.entry("release_master", "release_master"),
          Map.entry("packet_len_err", "packet_length_errors"),
          Map.entry("advert_interval_err", "advertisements_interval_errors"),
          Map.entry("ip_ttl_err", "ip_ttl_errors"),
          Map.entry("invalid_type_rcvd", "invalid_type_received"),
          Map.entry("addr_list_err", "address_list_errors"),
          Map.entry("invalid_authtype", "authentication_invalid"),
          Map.entry("authtype_mismatch", "authentication_mismatch"),
          Map.entry("auth_failure", "authentication_failure"),
          Map.entry("pri_zero_rcvd", "priority_zero_received"),
          Map.entry("pri_zero_sent", "priority_zero_sent"));

  @TempDir Path directory;

  private static Map<String, String> samples(String page) {
    var samples = new TreeMap<String, String>();
    for (String line : page.lines().filter(l -> !l.startsWith("#")).toList()) {
      var sample = SAMPLE.matcher(line);
      assertTrue(sample.matches(), line);
      String labels = sample.group(2) == null ? "" : "{" + sample.group(2) + "}";
      assertEquals(null, samples.put(sample.group(1) + labels, sample.group(3)), line);
    }
    return samples;
  }

  @Test
  void countersAreThoseOfTheDump() {
    try (var served = new Served(directory)) {
      var samples = samples(served.get("/metrics").body());
      var config = served.node.process().running();
      var dump =
          Value.parse(JsonDump.text(served.node.snapshot(), config.vrrp().scripts(), 1)).each();
      assertEquals(3, dump.size());
      for (var instance : dump) {
        String vrid = instance.number("data.vrid").orElseThrow().toString();
        String device = vrid.equals("53") ? "vrrp.53" : "eth0";
        String labels =
            "{iname=\"%s\",intf=\"%s\",vrid=\"%s\"}"
                .formatted(instance.text("data.iname").orElseThrow(), device, vrid);
        EXPORTER.forEach(
            (key, family) ->
                assertEquals(
                    instance.number("stats." + key).orElseThrow().toString(),
                    samples.get("keepalived_" + family + "_total" + labels),
                    family + labels));
        long became = Long.parseLong(samples.get("keepalived_become_master_total" + labels));
        long left = Long.parseLong(samples.get("keepalived_release_master_total" + labels));
        String master = labels.replace("}", ",state=\"master\"}");
        String is = samples.get("keepalived_vrrp_instance_state" + master);
        assertEquals(is, Long.toString(became - left), labels);
      }
    }
  }

  @Test
  void theExporterSeriesHaveItsLabels() {
    try (var served = new Served(directory)) {
      var samples = samples(served.get("/metrics").body());
      String first = "{iname=\"VI_1\",intf=\"eth0\",vrid=\"51\",ip_address=\"10.9.0.100/24\"}";
      assertEquals("2", samples.get("keepalived_vrrp_state" + first));
      String excluded = "{iname=\"VI_1\",intf=\"eth1\",vrid=\"51\",ip_address=\"10.9.0.110/24\"}";
      assertEquals("2", samples.get("keepalived_vrrp_excluded_state" + excluded));
      assertEquals("1", samples.get("keepalived_up"));
      assertEquals("0", samples.get("keepalived_script_status{name=\"db\"}"));
      String server = "{virtual_server=\"[10.0.0.1]:tcp:443\",proto=\"tcp\"";
      assertEquals("1", samples.get("keepalived_virtual_server_up" + server + "}"));
      assertEquals(
          "4",
          samples.get(
              "keepalived_real_server_weight" + server + ",real_server=\"[10.2.0.1]:tcp:443\"}"));
      assertFalse(served.get("/metrics").body().contains(SampleNode.SECRET));
    }
  }

  @Test
  void familiesStandTogetherAndAreDocumented() throws IOException {
    try (var served = new Served(directory)) {
      String page = served.get("/metrics").body();
      var families = new TreeSet<String>();
      String present = "";
      for (String line : page.lines().toList()) {
        if (line.startsWith("# TYPE ")) {
          present = line.split(" ")[2];
          assertTrue(families.add(present), line);
        } else if (!line.startsWith("#")) {
          assertEquals(present, line.split("[{ ]")[0]);
        }
      }
      var documented = new TreeSet<String>();
      var rows = DOCUMENTED.matcher(Files.readString(Path.of("../docs/metrics.md")));
      rows.results().forEach(row -> documented.add(row.group(1)));
      assertEquals(documented, families);
    }
  }

  @Test
  void openMetricsWhenAskedFor() {
    try (var served = new Served(directory)) {
      String request =
          "GET /metrics HTTP/1.1\r\nAccept: application/openmetrics-text; version=1.0.0\r\n\r\n";
      var answer = (Client.Answered) served.client().send(request);
      String page = answer.body();
      assertTrue(page.endsWith("\n# EOF\n"), page);
      assertTrue(page.contains("# TYPE keepalived_become_master counter\n"), page);
      assertTrue(page.contains("\nkeepalived_become_master_total{"), page);
      assertTrue(page.contains("# TYPE keepalived_gratuitous_arp_delay unknown\n"), page);
      // The other format is another page of the same reading.
      assertFalse(served.get("/metrics").body().contains("# EOF"));
    }
  }

  @Test
  void scopesMakeThePageSmaller() {
    try (var served = new Served(directory)) {
      String vrrp = served.get("/metrics?scope=vrrp").body();
      assertTrue(vrrp.contains("keepalived_vrrp_state{"), vrrp);
      assertFalse(vrrp.contains("keepalived_real_server_up"), vrrp);
      assertFalse(vrrp.contains("process_"), vrrp);
      String two = served.get("/metrics?scope=process&scope=real_server").body();
      assertTrue(two.contains("keepalived_real_server_up{"), two);
      assertEquals(404, served.get("/metrics?scope=none").status());
    }
  }

  /// `metrics_address`: numbers and health are served over TCP, documents are not.
  @Test
  void overTcpOnlyNumbersAreServed() throws Exception {
    try (var served = new Served(directory);
        var http = HttpClient.newHttpClient();
        var taken = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      int port;
      try (var free = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
        port = free.getLocalPort();
      }
      served.listen(port);
      Await.until("listening", () -> status(http, port, "/healthz") == 200);
      assertEquals(200, status(http, port, "/metrics"));
      assertEquals(404, status(http, port, "/v1/config"));
      assertEquals(404, status(http, port, "/"));
      served.listen(taken.getLocalPort());
      Await.until("a line about the port", () -> !served.log.isEmpty());
      String line = "metrics_address [127.0.0.1]:" + taken.getLocalPort() + ": ";
      assertTrue(served.log.getFirst().startsWith(line), served.log.toString());
      assertEquals(0, status(http, port, "/healthz"), "the previous address is given up");
      assertEquals(200, served.get("/healthz").status());
    }
  }

  @Test
  void theKeywordNamesAnAddressAndAPort() throws IOException {
    assertEquals("Optional[[192.0.2.1]:9166]", read("metrics_address 192.0.2.1 9166"));
    assertEquals("Optional[[::1]:9165]", read("metrics_address ::1"));
    assertEquals("error: 'all' is not an address", read("metrics_address all"));
    assertEquals("error: '0' is not between 1 and 65535", read("metrics_address ::1 0"));
    assertEquals("error: 'metrics_address' needs a value", read("metrics_address"));
  }

  /// The address, or the first complaint.
  private String read(String line) throws IOException {
    var file = directory.resolve("k.conf");
    Files.writeString(file, "global_defs {\n router_id R\n " + line + "\n}\n");
    var read = ConfigReader.read(file, ConfigReader.Options.of("k.conf"));
    var complaint =
        read.diagnostics().stream()
            .filter(d -> d.message().contains("metrics_address") || d.place().line() == 3)
            .findFirst()
            .map(d -> d.severity().name().toLowerCase(Locale.ROOT) + ": " + d.message());
    return complaint.orElseGet(() -> read.config().global().dumps().metrics().toString());
  }

  /// 0 when there is no connection.
  private static int status(HttpClient http, int port, String path) {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Debian's promtool accepts the page, except for the one gauge that a dashboard expects to be
  /// named like a counter.
  @Test
  void promtoolAcceptsThePage() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/promtool")), "no promtool");
    try (var served = new Served(directory)) {
      var page = Files.writeString(directory.resolve("page"), served.get("/metrics").body());
      String output = promtool(page, "check", "metrics");
      var complaints = new HashSet<>(output.strip().lines().toList());
      complaints.removeIf(line -> line.startsWith("keepalived_gratuitous_arp_delay_total "));
      assertEquals(List.of(), List.copyOf(complaints));
      assertTrue(
          output.contains("keepalived_gratuitous_arp_delay_total "), "promtool read nothing");
    }
  }

  /// Every alert of the example fires in trouble and clears afterwards, and reads families that the
  /// page has.
  @Test
  void theAlertsOfTheExampleFireAndClear() throws IOException, InterruptedException {
    var monitoring = Path.of("../examples/monitoring");
    String rules = Files.readString(monitoring.resolve("keepalived.rules.yml"));
    String tests = Files.readString(monitoring.resolve("keepalived.rules.test.yml"));
    String documented = Files.readString(Path.of("../docs/metrics.md"));
    var alerts = Pattern.compile("- alert: (\\w+)").matcher(rules).results().toList();
    assertEquals(11, alerts.size());
    for (var alert : alerts) {
      String name = "alertname: " + alert.group(1) + "\n";
      assertEquals(3, tests.split(name, -1).length, name + " is tested in trouble and afterwards");
    }
    Pattern.compile("keepalived_\\w+")
        .matcher(rules)
        .results()
        .forEach(use -> assertTrue(documented.contains("`" + use.group() + "`"), use.group()));
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/promtool")), "no promtool");
    String file = monitoring.resolve("keepalived.rules.test.yml").toString();
    String output = promtool(Path.of("/dev/null"), "test", "rules", file);
    assertTrue(output.contains("SUCCESS") && !output.contains("FAILED"), output);
  }

  private static String promtool(Path input, String... words)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(words));
    var process =
        new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
