package keepalived.ipvs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keepalived.ipvs.Shell;
import keepalived.ipvs.Shell.Result;
import keepalived.lab.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Runs the same command lines with ipvsadm and with our command on the same kernel: output, errors
/// and exit status must be equal to the byte. The lines are in `ipvsadm.txt`, in scenes that start
/// with an empty table; `< text` after a line is its standard input, with `\n` for line ends.
@Tag("uml")
class IpvsadmComparisonTest {

  @BeforeAll
  static void prepareNetwork() {
    Shell.run(List.of("ip", "link", "add", "eth0", "type", "dummy"), "");
    Shell.output("ip", "addr", "replace", "10.0.0.5/24", "dev", "eth0");
    Shell.output("ip", "addr", "replace", "2001:db8::5/64", "dev", "eth0", "nodad");
    Shell.output("ip", "link", "set", "eth0", "up");
  }

  /// Services, sync daemons and the connections of SIP calls keep modules in the kernel, for all
  /// tests of this guest. With this setting, connections end with their servers.
  @AfterAll
  static void clear() {
    Shell.output("sysctl", "-w", "net.ipv4.vs.expire_nodest_conn=1");
    ipvsadm(
        Stream.of("-C", "--set 900 120 300", "--stop-daemon master", "--stop-daemon backup")
            .map(Line::parse)
            .toList());
  }

  @TestFactory
  Stream<DynamicTest> scenes() {
    return read("/ipvsadm.txt").entrySet().stream()
        .map(scene -> DynamicTest.dynamicTest(scene.getKey(), () -> compare(scene.getValue())));
  }

  private static void compare(List<String> lines) {
    var parsed = lines.stream().map(Line::parse).toList();
    clear();
    var theirs = ipvsadm(parsed);
    clear();
    var ours = parsed.stream().map(IpvsadmComparisonTest::command).toList();
    var differences = new ArrayList<String>();
    for (int i = 0; i < lines.size(); i++) {
      if (!theirs.get(i).equals(ours.get(i))) {
        differences.add(lines.get(i) + difference(theirs.get(i), ours.get(i)));
      }
    }
    assertEquals(List.of(), differences);
  }

  /// Both results from the first different line of output on.
  private static String difference(Result theirs, Result ours) {
    var a = theirs.out().lines().toList();
    var b = ours.out().lines().toList();
    int same = 0;
    while (same < a.size() && same < b.size() && a.get(same).equals(b.get(same))) {
      same++;
    }
    return "\n  theirs "
        + new Result(theirs.status(), String.join("|", rest(a, same)), theirs.err())
        + "\n  ours   "
        + new Result(ours.status(), String.join("|", rest(b, same)), ours.err())
        + "\n";
  }

  private static List<String> rest(List<String> lines, int from) {
    return lines.subList(Math.min(from, lines.size()), Math.min(from + 3, lines.size()));
  }

  private record Line(List<String> arguments, String input) {

    static Line parse(String text) {
      int redirect = text.indexOf(" < ");
      var words = redirect < 0 ? text : text.substring(0, redirect);
      var input = redirect < 0 ? "" : text.substring(redirect + 3).replace("\\n", "\n");
      var arguments =
          words.isEmpty()
              ? List.<String>of()
              : Arrays.stream(words.split(" ")).map(w -> w.equals("''") ? "" : w).toList();
      return new Line(arguments, input);
    }
  }

  private static Result ipvsadm(Line line) {
    var command = new ArrayList<>(List.of("ipvsadm"));
    command.addAll(line.arguments());
    return Shell.run(command, line.input());
  }

  /// All from one shell: each program that this JVM starts takes a tenth of a second in the guest.
  private static List<Result> ipvsadm(List<Line> lines) {
    try {
      var place = Files.createTempDirectory(Path.of("/run"), "ipvsadm");
      var script = new StringBuilder("cd " + place + "\n");
      for (int i = 0; i < lines.size(); i++) {
        var line = lines.get(i);
        Files.writeString(place.resolve(i + ".in"), line.input());
        script.append("ipvsadm");
        line.arguments().forEach(word -> script.append(" '").append(word).append('\''));
        script.append(" <%1$d.in >%1$d.out 2>%1$d.err; echo $? >%1$d.status\n".formatted(i));
      }
      Shell.run(List.of("sh"), script.toString());
      var results = new ArrayList<Result>();
      for (int i = 0; i < lines.size(); i++) {
        int status = Integer.parseInt(Files.readString(place.resolve(i + ".status")).strip());
        var out = Files.readString(place.resolve(i + ".out"));
        results.add(new Result(status, out, Files.readString(place.resolve(i + ".err"))));
      }
      Shell.output("rm", "-r", place.toString());
      return results;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Result command(Line line) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var real = Host.real();
    var host =
        new Host(
            real.driver(), real.names(), real.connections(), () -> line.input().lines().toList());
    int status =
        IpvsCommand.run(
            line.arguments(), new PrintStream(out, true), new PrintStream(err, true), host);
    return new Result(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Map<String, List<String>> read(String resource) {
    try (var in = IpvsadmComparisonTest.class.getResourceAsStream(resource)) {
      var scenes = new LinkedHashMap<String, List<String>>();
      var lines = new ArrayList<String>();
      for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (line.startsWith("== ")) {
          lines = new ArrayList<>();
          scenes.put(line.substring(3), lines);
        } else if (line.startsWith("ipvsadm")) {
          lines.add(line.substring(7).strip());
        }
      }
      return scenes;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Every action with every option, and all pairs of options of a listing.
  @Test
  void everyOptionWithEveryAction() {
    var actions =
        List.of(
            "-A -t 10.0.0.5:99",
            "-E -t 10.0.0.5:80",
            "-D -t 10.0.0.5:99",
            "-C",
            "-R",
            "-S",
            "-a -t 10.0.0.5:99 -r 10.0.0.6",
            "-e -t 10.0.0.5:99 -r 10.0.0.6",
            "-d -t 10.0.0.5:99 -r 10.0.0.6",
            "-L",
            "-Z",
            "--set 1 2 3",
            "--start-daemon master",
            "--stop-daemon master");
    var lines = new ArrayList<String>();
    lines.add("-A -t 10.0.0.5:80");
    for (var action : actions) {
      for (var option : OPTIONS) {
        lines.add(action + " " + option);
      }
    }
    var inList =
        List.of(
            "-n",
            "-c",
            "-t 10.0.0.5:80",
            "--timeout",
            "--daemon",
            "--stats",
            "--rate",
            "--thresholds",
            "--persistent-conn",
            "--nosort",
            "--exact",
            "--tun-info",
            "-g",
            "--mcast-ttl 3");
    for (int one = 0; one < inList.size(); one++) {
      for (int other = 0; other <= one; other++) {
        lines.add("-L " + inList.get(one) + " " + inList.get(other));
      }
    }
    compare(lines);
  }

  private static final List<String> OPTIONS =
      List.of(
          "-n",
          "-c",
          "-t 10.0.0.5:80",
          "-s rr",
          "-p 5",
          "-M 255.255.255.0",
          "-r 10.0.0.7",
          "-g",
          "-i",
          "-m",
          "-w 3",
          "-x 3",
          "-y 2",
          "--mcast-interface eth0",
          "--timeout",
          "--daemon",
          "--stats",
          "--rate",
          "--thresholds",
          "--persistent-conn",
          "--nosort",
          "--sort",
          "--syncid 3",
          "--exact",
          "-6",
          "-o",
          "--pe sip",
          "-b flag-1",
          "--tun-info",
          "--tun-type ipip",
          "--tun-port 3",
          "--tun-nocsum",
          "--tun-csum",
          "--tun-remcsum",
          "--sync-maxlen 1400",
          "--mcast-group 224.0.0.82",
          "--mcast-port 8000",
          "--mcast-ttl 3");

  /// With connections in the table. Their remaining times decrease between two listings, so the
  /// comparison is repeated until both are made in the same second.
  @Test
  void countersAndConnections() throws IOException {
    for (var line :
        List.of(
            "-C",
            "-A -t 10.0.0.5:80 -s rr",
            "-a -t 10.0.0.5:80 -r 127.0.0.1:8080 -m",
            "-A -t 10.0.0.5:81 -s rr -p 500",
            "-a -t 10.0.0.5:81 -r 127.0.0.1:8080 -m",
            "-A -t [2001:db8::5]:80 -s rr -p 500",
            "-a -t [2001:db8::5]:80 -r [2001:db8::5]:8080 -m",
            "-A -u 10.0.0.5:5060 -s rr --pe sip -p 500",
            "-a -u 10.0.0.5:5060 -r 127.0.0.1:8080 -m")) {
      assertEquals(new Result(0, "", ""), command(Line.parse(line)), line);
    }
    try (var server = new Echo(8080)) {
      server.start();
      send("10.0.0.5", 80, 1_000);
      send("10.0.0.5", 81, 150_000_000);
      send("2001:db8::5", 80, 3_000);
      datagram("INVITE sip:a@b SIP/2.0\r\nCall-ID: abc123@host\r\nFrom: x\r\n\r\n");
      awaitCounters();
      for (var line :
          List.of(
              "-Lnc",
              "-Lc",
              "-Lnc --persistent-conn",
              "-Lc --persistent-conn",
              "-Ln",
              "-L",
              "-Ln --stats",
              "-Ln --stats --exact",
              "-Ln --persistent-conn",
              "-Ln --thresholds",
              "-Ln --rate",
              "-Ln --rate --exact")) {
        assertTrue(becomeEqual(line), () -> differences(line));
      }
      command(Line.parse("-Z"));
      assertTrue(becomeEqual("-Ln --stats"));
    }
  }

  /// Waits until the kernel has summed up its counters, which it does every two seconds; then the
  /// last, large number, which is printed abbreviated, is there too.
  private static void awaitCounters() {
    Await.until(
        IpvsadmComparisonTest::statistics,
        () ->
            statistics().contains("K ")
                && !statistics().contains("UDP  10.0.0.5:5060                       0"));
  }

  private static String statistics() {
    return command(Line.parse("-Ln --stats")).out();
  }

  /// Timers count down: both have to be listed within one second.
  private static boolean becomeEqual(String line) {
    return Await.holdsWithin(
        Await.LIMIT, () -> ipvsadm(Line.parse(line)).equals(command(Line.parse(line))));
  }

  private static String differences(String line) {
    return line + "\n" + ipvsadm(Line.parse(line)) + "\n" + command(Line.parse(line));
  }

  private static void send(String address, int port, int bytes) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 5000);
      socket.setSoTimeout(60_000);
      var chunk = new byte[1 << 16];
      var stream = socket.getOutputStream();
      for (int sent = 0; sent < bytes; sent += chunk.length) {
        stream.write(chunk, 0, Math.min(chunk.length, bytes - sent));
      }
      socket.shutdownOutput();
      assertEquals(-1, socket.getInputStream().read());
    }
  }

  private static void datagram(String text) throws IOException {
    try (var socket = new java.net.DatagramSocket()) {
      var bytes = text.getBytes(StandardCharsets.US_ASCII);
      socket.send(
          new java.net.DatagramPacket(
              bytes, bytes.length, new InetSocketAddress("10.0.0.5", 5060)));
    }
  }

  /// Accepts connections, reads each to its end, and closes it.
  private static final class Echo implements AutoCloseable {
    private final java.net.ServerSocket socket;

    Echo(int port) throws IOException {
      socket = new java.net.ServerSocket(port);
    }

    void start() {
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      try {
        while (true) {
          try (var connection = socket.accept()) {
            connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
          }
        }
      } catch (IOException closed) {
        // The test has ended.
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
