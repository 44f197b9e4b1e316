package keepalived.ipvs.kernel;

import static keepalived.ipvs.Tables.ip;
import static keepalived.ipvs.Tables.nat;
import static keepalived.ipvs.Tables.service;
import static keepalived.ipvs.Tables.table;
import static keepalived.ipvs.Tables.tcp;
import static keepalived.ipvs.Tables.udp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import keepalived.core.config.Forwarding.TunnelChecksum;
import keepalived.core.config.Forwarding.Type;
import keepalived.core.config.VirtualServer.Flag;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.core.net.Endpoint;
import keepalived.core.net.Family;
import keepalived.ipvs.Adoption;
import keepalived.ipvs.IpvsException;
import keepalived.ipvs.IpvsException.Reason;
import keepalived.ipvs.Reconciliation;
import keepalived.ipvs.Refused;
import keepalived.ipvs.Shell;
import keepalived.ipvs.Tables;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.plan.Plan;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Method;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Persistence;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.SyncDaemon.Role;
import keepalived.ipvs.table.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// The driver on a real kernel, checked with ipvsadm.
@Tag("uml")
@Order(1) // It unloads ip_vs, which services and connections of earlier tests would prevent.
class KernelIpvsDriverTest {

  private static final ServiceKey WEB = tcp("10.0.0.1", 80);
  private static final Destination A = nat("10.1.0.1", 80, 1);
  private static final Destination B = nat("10.1.0.2", 80, 1);

  private KernelIpvsDriver driver;

  @BeforeEach
  void open() {
    driver = KernelIpvsDriver.open(ModuleLoader.NONE);
    driver.flush();
  }

  @AfterEach
  void close() {
    driver.flush();
    driver.close();
  }

  @Test
  void everySchedulerIsTaken() {
    for (var name :
        List.of(
            "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "mh", "sed", "nq", "fo",
            "ovf")) {
      applyAndCheck(table(service(WEB, name, A)));
      assertEquals(
          "-A -t 10.0.0.1:80 -s " + name + "\n-a -t 10.0.0.1:80 -r 10.1.0.1:80 -m -w 1\n",
          ipvsadm("-Sn"));
    }
  }

  @Test
  void aModuleThatWasLoadedAgainIsUsedOn() {
    var desired = table(service(WEB, "rr", A, B));
    applyAndCheck(desired);
    loadAgain();
    assertEquals(IpvsTable.EMPTY, driver.dump());

    loadAgain();
    assertEquals(List.of(), driver.apply(Plan.of(IpvsTable.EMPTY, desired)));
    assertEquals(desired, driver.dump());

    loadAgain();
    var refused = driver.apply(List.of(new Command.DeleteDestination(WEB, A.endpoint())));
    assertEquals(
        List.of(Reason.NO_SUCH_SERVICE), refused.stream().map(r -> r.cause().reason()).toList());

    loadAgain();
    assertEquals(Optional.empty(), driver.dump(WEB));

    loadAgain();
    driver.setTimeouts(driver.timeouts());

    loadAgain();
    assertEquals(List.of(), driver.syncDaemons());
  }

  @Test
  void withoutTheModuleThatIsWhatIsSaid() {
    driver.flush();
    unload();
    // The kernel loads a module for the family itself, unless this path does not exist.
    var blocked = Path.of("/proc/sys/kernel/modprobe");
    var before = Shell.output("cat", blocked.toString()).strip();
    try {
      Shell.output("sysctl", "-qw", "kernel.modprobe=/bin/false");
      for (Executable call :
          List.<Executable>of(
              driver::dump,
              driver::timeouts,
              driver::syncDaemons,
              () -> driver.dump(WEB),
              () -> driver.apply(Plan.of(IpvsTable.EMPTY, table(service(WEB, "rr", A)))))) {
        assertEquals(Reason.NO_IPVS, assertThrows(IpvsException.class, call).reason());
      }
    } finally {
      Shell.output("sysctl", "-qw", "kernel.modprobe=" + before);
      Shell.output("modprobe", "ip_vs");
    }
    assertEquals(IpvsTable.EMPTY, driver.dump());
  }

  /// Loads the module again, as an operator does after an update.
  private static void loadAgain() {
    ipvsadm("-C");
    unload();
    Shell.output("modprobe", "ip_vs");
  }

  /// Unloads the module and the schedulers that earlier tests loaded. The kernel takes some time to
  /// release their network namespaces.
  private static void unload() {
    Shell.output(
        "sh",
        "-c",
        """
        for i in $(seq 200); do
          lsmod | grep -oE '^(xt_ipvs|ip_vs_[a-z]+)' | xargs -r rmmod
          modprobe -r ip_vs && exit 0
          sleep 0.1
        done 2>/dev/null
        lsmod
        exit 1
        """);
  }

  @Test
  void ipvsadmShowsWhatWasWritten() {
    var sip =
        new Options(
            "rr",
            Set.of(),
            true,
            Optional.of(Persistence.of(Family.IPV4, Duration.ofSeconds(60), 24)),
            Optional.of("sip"));
    var mh =
        new Options(
            "mh",
            Set.of(Flag.SCHED_1, Flag.SCHED_2),
            false,
            Optional.of(Persistence.of(Family.IPV6, Duration.ofSeconds(500), 64)),
            Optional.empty());
    var sctp = new ServiceKey.ByAddress(Protocol.SCTP, new Endpoint(ip("10.0.0.1"), 2905));
    applyAndCheck(
        table(
            Service.of(
                WEB,
                Options.of("wlc"),
                List.of(
                    new Destination(
                        new Endpoint(ip("10.1.0.1"), 8080), new Method.Masquerade(), 3, 10, 5),
                    new Destination(new Endpoint(ip("10.1.0.2"), 80), new Method.DirectRoute(), 0),
                    tunnel("10.1.0.3", Type.IPIP, 0, TunnelChecksum.NONE),
                    tunnel("10.1.0.4", Type.GUE, 6080, TunnelChecksum.REMCSUM),
                    tunnel("10.1.0.5", Type.GRE, 0, TunnelChecksum.CSUM),
                    tunnel("2001:db8:1::6", Type.IPIP, 0, TunnelChecksum.NONE))),
            Service.of(udp("10.0.0.1", 5060), sip, List.of()),
            Service.of(tcp("2001:db8::1", 443), mh, List.of()),
            service(sctp, "rr"),
            service(new ServiceKey.ByMark(7, Family.IPV4), "rr"),
            service(new ServiceKey.ByMark(0xFFFF_FFFFL, Family.IPV6), "rr")));

    assertEquals(
        """
        -A -f -1 -6 -s rr
        -A -t 10.0.0.1:80 -s wlc
        -a -t 10.0.0.1:80 -r 10.1.0.1:8080 -m -w 3
        -a -t 10.0.0.1:80 -r 10.1.0.2:80 -g -w 0
        -a -t 10.0.0.1:80 -r 10.1.0.3:80 -i -w 1 --tun-type ipip
        -a -t 10.0.0.1:80 -r 10.1.0.4:80 -i -w 1 --tun-type gue --tun-port 6080 --tun-remcsum
        -a -t 10.0.0.1:80 -r 10.1.0.5:80 -i -w 1 --tun-type gre --tun-csum
        -a -t 10.0.0.1:80 -r [2001:db8:1::6]:80 -i -w 1 --tun-type ipip
        -A -u 10.0.0.1:5060 -s rr -p 60 -M 255.255.255.0 --pe sip -o
        -A --sctp-service 10.0.0.1:2905 -s rr
        -A -t [2001:db8::1]:443 -s mh -p 500 -M 64 -b mh-fallback,mh-port
        -A -f 7 -s rr
        """,
        ipvsadm("-Sn"));
  }

  private static Destination tunnel(String address, Type type, int port, TunnelChecksum checksum) {
    return new Destination(
        new Endpoint(ip(address), 80), new Method.Tunnel(type, port, checksum), 1);
  }

  @Test
  void theLawHoldsInTheKernel() {
    var random = new Random(8);
    for (int round = 0; round < 60; round++) {
      applyAndCheck(Tables.random(random));
    }
  }

  private void applyAndCheck(IpvsTable desired) {
    var result = Reconciliation.of(driver, desired, _ -> true);
    assertEquals(List.of(), result.refused());
    assertEquals(List.of(), result.remaining());
    assertEquals(desired, driver.dump());
  }

  @Test
  void refusalsNameTheirReason() {
    applyAndCheck(table(service(WEB, "rr", A)));
    var mail = tcp("10.0.0.1", 25);
    var crossed = new Destination(B.endpoint(), B.method(), 1, 5, 7);
    var refused =
        driver.apply(
            List.of(
                new Command.AddService(WEB, Options.of("rr")),
                new Command.AddService(mail, Options.of("bogus")),
                new Command.EditService(mail, Options.of("rr")),
                new Command.AddDestination(mail, A),
                new Command.AddDestination(WEB, A),
                new Command.EditDestination(WEB, B),
                new Command.AddDestination(WEB, crossed),
                new Command.AddDestination(WEB, nat("224.0.0.1", 80, 1)),
                new Command.AddDestination(WEB, B)));

    assertEquals(
        List.of(
            Reason.SERVICE_EXISTS,
            Reason.NO_SCHEDULER,
            Reason.NO_SUCH_SERVICE,
            Reason.NO_SUCH_SERVICE,
            Reason.DESTINATION_EXISTS,
            Reason.NO_SUCH_DESTINATION,
            Reason.OUT_OF_RANGE,
            Reason.INVALID),
        refused.stream().map(r -> r.cause().reason()).toList());
    assertEquals(
        "add service [10.0.0.1]:tcp:80: a service of this address or mark exists,"
            + " EEXIST (File exists)",
        refused.get(0).cause().getMessage());
    assertEquals(table(service(WEB, "rr", A, B)), driver.dump());
  }

  @Test
  void aHandThatEditsTheTableIsNoticedAndUndone() {
    var desired = table(service(WEB, "rr", A, B));
    applyAndCheck(desired);
    ipvsadm("-d", "-t", "10.0.0.1:80", "-r", "10.1.0.1:80");
    ipvsadm("-e", "-t", "10.0.0.1:80", "-r", "10.1.0.2:80", "-m", "-w", "9");
    ipvsadm("-E", "-t", "10.0.0.1:80", "-s", "wrr", "-p", "30");
    ipvsadm("-A", "-t", "10.0.0.9:99", "-s", "rr");

    var repair = Reconciliation.of(driver, desired, WEB::equals);

    assertEquals(
        List.of(
            new Command.EditService(WEB, Options.of("rr")),
            new Command.AddDestination(WEB, A),
            new Command.EditDestination(WEB, B)),
        repair.plan());
    assertTrue(repair.isComplete());
    assertEquals(
        table(service(WEB, "rr", A, B), service(tcp("10.0.0.9", 99), "rr")), driver.dump());
    assertEquals(List.of(), Reconciliation.of(driver, desired, WEB::equals).plan());

    ipvsadm("-C");
    assertEquals(3, Reconciliation.of(driver, desired, WEB::equals).plan().size());
  }

  @Test
  void aTableLeftByAKilledProcessIsTakenOverUntouched() {
    var desired = table(service(WEB, "rr", A, B), service(tcp("10.0.0.1", 25), "wlc", A));
    applyAndCheck(desired);
    driver.close();
    driver = KernelIpvsDriver.open(ModuleLoader.NONE);

    assertEquals(
        List.copyOf(desired.services().keySet()), Adoption.of(driver.dump(), desired).untouched());
    assertEquals(List.of(), Reconciliation.of(driver, desired, _ -> true).plan());
  }

  @Test
  void oneServiceIsReadAlone() {
    applyAndCheck(table(service(WEB, "rr", A, B), service(tcp("10.0.0.1", 25), "wlc")));

    assertEquals(Optional.of(service(WEB, "rr", A, B)), driver.dump(WEB));
    assertEquals(Optional.empty(), driver.dump(tcp("10.0.0.1", 26)));
  }

  @Test
  void syncDaemonsStartAndStop() {
    Shell.run(List.of("ip", "link", "add", "sync0", "type", "dummy"), "");
    Shell.output("ip", "addr", "replace", "10.99.0.1/24", "dev", "sync0");
    Shell.output("ip", "link", "set", "sync0", "up");
    var master =
        new SyncDaemon(
            Role.MASTER,
            "sync0",
            7,
            OptionalInt.of(1300),
            Optional.of(ip("224.0.0.99")),
            OptionalInt.of(9999),
            OptionalInt.of(9));
    var backup = SyncDaemon.of(Role.BACKUP, "sync0", 8);
    driver.start(master);
    driver.start(backup);
    try {
      var running = driver.syncDaemons();
      assertEquals(2, running.size());
      assertEquals(master, running.get(0));
      assertTrue(backup.isMetBy(running.get(1)), running::toString);
      assertEquals(
          """
          master sync daemon (mcast=sync0, syncid=7, maxlen=1300, group=224.0.0.99, port=9999, ttl=9)
          backup sync daemon (mcast=sync0, syncid=8, maxlen=1472, group=224.0.0.81, port=8848, ttl=1)
          """,
          ipvsadm("-L", "--daemon"));
      assertEquals(Reason.DAEMON_RUNNING, reason(() -> driver.start(master)));
    } finally {
      driver.stop(Role.MASTER);
      driver.stop(Role.BACKUP);
    }
    assertEquals(List.of(), driver.syncDaemons());
    assertEquals(Reason.NO_DAEMON, reason(() -> driver.stop(Role.MASTER)));
    assertEquals(
        Reason.NO_INTERFACE, reason(() -> driver.start(SyncDaemon.of(Role.MASTER, "no0", 1))));
  }

  @Test
  void aSyncDaemonCanBeStoppedAtOnce() {
    Shell.run(List.of("ip", "link", "add", "sync0", "type", "dummy"), "");
    Shell.output("ip", "addr", "replace", "10.99.0.1/24", "dev", "sync0");
    Shell.output("ip", "link", "set", "sync0", "up");
    for (int i = 0; i < 50; i++) {
      var role = i % 2 == 0 ? Role.MASTER : Role.BACKUP;
      driver.start(SyncDaemon.of(role, "sync0", 1));
      driver.stop(role);
    }
    assertEquals(List.of(), driver.syncDaemons());
  }

  private static Reason reason(org.junit.jupiter.api.function.Executable call) {
    return assertThrows(IpvsException.class, call).reason();
  }

  @Test
  void timeoutsOfZeroStayAsTheyAre() {
    var before = driver.timeouts();
    driver.setTimeouts(new Timeouts(Duration.ofSeconds(30), Duration.ZERO, Duration.ofSeconds(60)));
    assertEquals(
        new Timeouts(Duration.ofSeconds(30), before.tcpFin(), Duration.ofSeconds(60)),
        driver.timeouts());
    driver.setTimeouts(before);
    assertEquals(before, driver.timeouts());
  }

  @Test
  void releaseIsTheKernels() {
    var release = driver.release();
    assertTrue(
        ipvsadm("-Ln")
            .startsWith(
                "IP Virtual Server version "
                    + release.major()
                    + "."
                    + release.minor()
                    + "."
                    + release.patch()
                    + " (size="
                    + release.connectionBuckets()
                    + ")"));
  }

  @Test
  void twentyThousandDestinationsGoInAndOneChangesAlone() {
    var services = new ArrayList<Service>();
    for (int s = 0; s < 100; s++) {
      var prefix = "10.2." + s + ".";
      services.add(
          Service.of(
              tcp("10.0.0.1", 1000 + s),
              Options.of("wlc"),
              IntStream.range(0, 200).mapToObj(d -> nat(prefix + (d + 1), 80, 1)).toList()));
    }
    var before = IpvsTable.of(services);
    long begun = System.nanoTime();
    List<Refused> refused = driver.apply(Plan.of(IpvsTable.EMPTY, before));
    long applied = System.nanoTime();
    assertEquals(List.of(), refused);
    var found = driver.dump();
    long dumped = System.nanoTime();
    assertEquals(before, found);

    var last = services.removeLast();
    var destinations = new ArrayList<>(last.destinations().values());
    destinations.add(destinations.removeLast().withWeight(7));
    services.add(Service.of(last.key(), last.options(), destinations));
    var plan = Plan.of(found, IpvsTable.of(services));
    assertEquals(1, plan.size());
    assertEquals(List.of(), driver.apply(plan));
    assertEquals(IpvsTable.of(services), driver.dump());
    System.out.printf(
        "20 000 destinations: applied in %d ms, dumped in %d ms%n",
        (applied - begun) / 1_000_000, (dumped - applied) / 1_000_000);
  }

  private static String ipvsadm(String... arguments) {
    var command = new ArrayList<>(List.of("ipvsadm"));
    command.addAll(List.of(arguments));
    return Shell.output(command.toArray(String[]::new));
  }
}
