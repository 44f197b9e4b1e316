package keepalived.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import keepalived.lab.Await;
import keepalived.lab.Keepalived;
import keepalived.lab.Lab;
import keepalived.lab.Machine;
import keepalived.lab.Program;

/// Two machines share an address. One dies, the other takes over; the first returns and preempts;
/// it is stopped in order, and hands over at once. `scripts/demo` runs this.
public final class FailoverStory {

  private static final String VIP = "172.16.100.1";

  private final Lab lab;
  private final Path configurations;
  private final Timeline timeline;
  private final List<String> addresses;
  private final Map<Machine, Program> daemons = new LinkedHashMap<>();

  private FailoverStory(Lab lab, Path configurations, List<String> addresses) {
    this.lab = lab;
    this.configurations = configurations;
    this.addresses = addresses;
    timeline = new Timeline(System.out);
  }

  /// @param arguments the examples' `configs` directory, then `pair` or `dual-master`
  public static void main(String[] arguments) throws IOException {
    var configs = Path.of(arguments[0]);
    boolean dual = arguments.length > 1 && arguments[1].equals("dual-master");
    var lab = new Lab();
    var cleanUp = new Thread(lab::close, "clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    new FailoverStory(
            lab,
            configs.resolve(dual ? "dual-master" : "haproxy-pair"),
            dual ? List.of(VIP, "172.16.100.2") : List.of(VIP))
        .tell();
  }

  private void tell() throws IOException {
    var alpha = machine("alpha", "172.16.0.11/16");
    var beta = machine("beta", "172.16.0.12/16");
    var witness = lab.machine("witness", "172.16.0.99/16");
    timeline.tell("alpha, beta and a witness on one bridge; VIP " + String.join(", ", addresses));
    var wire = new Wire(timeline, Map.of(mac(alpha), "alpha", mac(beta), "beta"));
    var capture = witness.start(Wire.tcpdump());
    capture.onLine(wire::accept);
    Await.until("tcpdump listens", () -> capture.output().contains("listening on"));

    start(alpha);
    start(beta);
    Await.until("alpha is master of VI_1", () -> alpha.has(VIP));
    Await.until("every address has a holder", () -> holders().size() == addresses.size());
    Await.pass(Duration.ofMillis(1500));
    showHolders();

    var killed = Instant.now();
    timeline.tell("kill -9 to alpha's whole process group, as a crash does");
    daemons.get(alpha).crash();
    Await.until("beta has taken over", () -> addresses.stream().allMatch(beta::has));
    Await.pass(Duration.ofMillis(1500));
    tellDelay(killed, "beta", "from the kill to beta's gratuitous ARP");
    timeline.note(
        "alpha's kernel still has " + VIP + " (it was not removed); its neighbours were notified");
    showNeighbour(witness);
    showHolders();

    timeline.tell("alpha's daemon comes back: its leftovers go, then it preempts");
    start(alpha);
    var returned = Instant.now();
    Await.until("alpha has preempted", () -> alpha.has(VIP) && !beta.has(VIP));
    Await.pass(Duration.ofMillis(1500));
    tellDelay(returned, "alpha", "from the start of alpha's daemon to its gratuitous ARP");
    showHolders();

    var stopped = Instant.now();
    timeline.tell("alpha is stopped in order (SIGTERM): it resigns with priority 0");
    int status = daemons.get(alpha).stop();
    Await.until("beta has taken over", () -> addresses.stream().allMatch(beta::has));
    Await.pass(Duration.ofMillis(1500));
    tellDelay(stopped, "beta", "from SIGTERM to beta's gratuitous ARP");
    timeline.note("alpha's daemon ended with status " + status);
    showHolders();

    showNotifyCalls(alpha);
    showNotifyCalls(beta);
    daemons.get(beta).stop();
    timeline.tell("beta is stopped too; the machines are gone");
    lab.close();
    Runtime.getRuntime().halt(0);
  }

  private Machine machine(String name, String address) throws IOException {
    var machine = lab.machine(name, address);
    machine.write("keepalived.conf", Files.readString(configurations.resolve(name + ".conf")));
    machine.write("notify.sh", Files.readString(configurations.resolveSibling("notify.sh")));
    // A substitute for haproxy, so that `killall -0 haproxy` succeeds.
    Files.copy(Path.of("/bin/sleep").toRealPath(), machine.etc().resolve("haproxy"));
    machine.start("/etc/keepalived/haproxy", "infinity");
    return machine;
  }

  private void start(Machine machine) {
    timeline.tell("start keepalived on " + machine);
    var daemon = Keepalived.OURS.start(machine, "keepalived.conf");
    daemons.put(machine, daemon);
    daemon.onLine(
        line -> {
          if (line.text().contains("STATE") || line.text().contains("VRRP_Script")) {
            String text = line.text().replaceFirst("^.{24}: ", "");
            timeline.add(line.when(), machine.name(), text);
          }
        });
  }

  private static String mac(Machine machine) {
    return machine.mustRun("cat", "/sys/class/net/eth0/address").strip();
  }

  /// The addresses and the machines that hold them, of machines whose daemon runs.
  private Map<String, String> holders() {
    var holders = new LinkedHashMap<String, String>();
    for (String address : addresses) {
      daemons.forEach(
          (machine, daemon) -> {
            if (daemon.alive() && machine.has(address)) {
              holders.put(address, machine.name());
            }
          });
    }
    return holders;
  }

  private void showHolders() {
    timeline.tell("holders: " + holders());
    daemons.forEach(
        (machine, daemon) -> {
          if (daemon.alive()) {
            String shown = machine.run("ip", "-br", "addr", "show", "dev", "eth0").strip();
            timeline.note(machine + ": " + shown.replaceAll("\\s+", " "));
          }
        });
  }

  private void showNeighbour(Machine witness) {
    witness.run("ping", "-c1", "-W1", VIP);
    timeline.note("the witness reaches it by: " + witness.run("ip", "neigh", "show", VIP).strip());
  }

  private void tellDelay(Instant since, String winner, String what) {
    timeline
        .firstSince(
            since,
            e ->
                e.who().equals("wire")
                    && e.what().startsWith("gratuitous ARP: " + VIP)
                    && e.what().endsWith("(" + winner + ")"))
        .ifPresent(
            e -> timeline.tell(Duration.between(since, e.when()).toMillis() + " ms " + what));
  }

  private void showNotifyCalls(Machine machine) throws IOException {
    timeline.tell("what the notify script of " + machine + " recorded:");
    var log = machine.etc().resolve("notify.log");
    timeline.note(Files.exists(log) ? Files.readString(log) : "(nothing)");
  }
}
