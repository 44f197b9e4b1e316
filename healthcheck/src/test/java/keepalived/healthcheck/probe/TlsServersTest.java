package keepalived.healthcheck.probe;

import static keepalived.healthcheck.engine.Configs.endpoint;
import static keepalived.healthcheck.engine.Configs.timing;
import static keepalived.healthcheck.engine.Configs.url;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import keepalived.core.config.Check;
import keepalived.healthcheck.verdict.ProbeResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SSL_GET gives the verdict of keepalived 2.2.7 for servers with old suites, weak keys and unusual
/// certificates. Like `openssl s_server`, the servers send `close_notify` and wait for ours.
@Tag("linux")
class TlsServersTest {

  /// A request for a client certificate that names this authority has 40 KB.
  private static final String LONG_NAME = ("/description=" + "x".repeat(1000)).repeat(40);

  private static final Map<String, String> CERTIFICATES =
      Map.ofEntries(
          Map.entry("rsa2048", "-newkey rsa:2048"),
          Map.entry("rsa1024", "-newkey rsa:1024"),
          Map.entry("rsa512", "-newkey rsa:512"),
          Map.entry("sha1", "-newkey rsa:2048 -sha1"),
          Map.entry("md5", "-newkey rsa:2048 -md5"),
          Map.entry("sha512", "-newkey rsa:2048 -sha512"),
          Map.entry("ec256", "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1"),
          Map.entry("ec521", "-newkey ec -pkeyopt ec_paramgen_curve:secp521r1"),
          Map.entry("ec224", "-newkey ec -pkeyopt ec_paramgen_curve:secp224r1"),
          Map.entry("ec192", "-newkey ec -pkeyopt ec_paramgen_curve:prime192v1"),
          Map.entry("eck1", "-newkey ec -pkeyopt ec_paramgen_curve:secp256k1"),
          Map.entry("ecbp", "-newkey ec -pkeyopt ec_paramgen_curve:brainpoolP256r1"),
          Map.entry("ecsha1", "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -sha1"),
          Map.entry("ed25519", "-newkey ed25519"),
          Map.entry("ed448", "-newkey ed448"),
          Map.entry("pss", "-newkey rsa-pss -pkeyopt rsa_keygen_bits:2048"),
          Map.entry("nameless", "-newkey rsa:2048 -subj /"),
          Map.entry("ecnameless", "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -subj /"),
          Map.entry("usage", "-newkey rsa:2048 -addext 2.5.29.15=critical,DER:04:01:00"),
          Map.entry(
              "altname", "-newkey rsa:2048 -addext 2.5.29.17=critical,DER:30:05:87:03:01:02:03"),
          Map.entry("junk", "-newkey rsa:2048 -addext 2.5.29.19=critical,DER:ff:ff"),
          Map.entry("negative", "-newkey rsa:2048 -set_serial -5"),
          Map.entry("authority", "-newkey rsa:2048 -subj " + LONG_NAME),
          Map.entry("expired", "-newkey rsa:2048"));

  private static final int CHAIN = 15;

  @TempDir Path directory;
  private final List<Process> servers = new ArrayList<>();
  private final ProbeBench bench = new ProbeBench(TlsClients.anonymous());

  @AfterEach
  void close() {
    bench.close();
    servers.forEach(Process::destroyForcibly);
  }

  private Process openssl(List<String> arguments) throws IOException {
    var words = new ArrayList<>(List.of("openssl"));
    words.addAll(arguments);
    return new ProcessBuilder(words)
        .directory(directory.toFile())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void certify(String name) throws IOException, InterruptedException {
    if (Files.exists(directory.resolve(name + ".pem"))) {
      return;
    }
    var request = "req -nodes -subj /CN=%s -keyout %s.key ".formatted(name, name);
    var kind = CERTIFICATES.get(name);
    if (name.equals("expired")) {
      run(request + "-new -out expired.csr " + kind);
      run("x509 -req -in expired.csr -signkey expired.key -days -1 -out expired.pem");
    } else {
      run(request + "-x509 -days 30 -out %s.pem ".formatted(name) + kind);
    }
    var chain = Files.readString(directory.resolve(name + ".pem")).repeat(CHAIN);
    Files.writeString(directory.resolve(name + ".chain"), chain);
  }

  private void run(String arguments) throws IOException, InterruptedException {
    openssl(List.of(arguments.split(" "))).waitFor();
  }

  /// Starts a server and returns its port.
  private int serve(String options) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(options.split(" ")));
    var certificate = words.removeFirst();
    certify(certificate);
    if (words.contains("authority.pem")) {
      certify("authority");
    }
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("s_server", "-accept", "127.0.0.1:0", "-www"));
    arguments.addAll(List.of("-cert", certificate + ".pem", "-key", certificate + ".key"));
    arguments.addAll(words);
    var server = openssl(arguments);
    servers.add(server);
    var output = server.inputReader(StandardCharsets.ISO_8859_1);
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("ACCEPT 127.0.0.1:")) {
        return Integer.parseInt(line.substring(line.indexOf(':') + 1));
      }
    }
    return Farm.closedPort(); // the server does not start with this certificate
  }

  private String verdict(String options) {
    try {
      var connection =
          new Check.Connection(
              endpoint("127.0.0.1", serve(options)),
              Optional.empty(),
              0,
              Optional.empty(),
              Duration.ofSeconds(20),
              0);
      var check =
          new Check.HttpCheck(
              timing(),
              connection,
              Optional.of(new Check.Tls(false, Optional.empty(), false)),
              Check.HttpVersion.HTTP_1_0,
              false,
              List.of(url("/")));
      return switch (bench.probe(check)) {
        case ProbeResult.Success _ -> "up";
        case ProbeResult.Failure(var reason) -> "down: " + reason.text();
        case ProbeResult.NotRun(var why) -> "not run: " + why;
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void asTheOriginal() throws IOException {
    var differences = new StringBuilder();
    try (var table = TlsServersTest.class.getResourceAsStream("/answers/tls.tsv")) {
      for (var line : new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        var row = line.split("\t");
        if (!line.startsWith("#")) {
          var verdict = verdict(row[2]);
          if (!verdict.split(":")[0].equals(row[1])) {
            differences.append(row[0]).append(": ").append(verdict).append('\n');
          }
        }
      }
    }
    assertEquals("", differences.toString());
  }
}
