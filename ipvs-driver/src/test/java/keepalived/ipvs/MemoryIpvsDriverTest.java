package keepalived.ipvs;

import static keepalived.ipvs.Tables.nat;
import static keepalived.ipvs.Tables.service;
import static keepalived.ipvs.Tables.table;
import static keepalived.ipvs.Tables.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import keepalived.core.config.VirtualServer.Protocol;
import keepalived.ipvs.IpvsException.Reason;
import keepalived.ipvs.plan.Command;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.ServiceKey;
import keepalived.ipvs.table.SyncDaemon;
import keepalived.ipvs.table.SyncDaemon.Role;
import keepalived.ipvs.table.Timeouts;
import org.junit.jupiter.api.Test;

class MemoryIpvsDriverTest {

  private static final ServiceKey WEB = tcp("10.0.0.1", 80);
  private static final ServiceKey MAIL = tcp("10.0.0.1", 25);
  private static final Destination A = nat("10.1.0.1", 80, 1);
  private static final Destination B = nat("10.1.0.2", 80, 1);

  @Test
  void refusesWhatTheKernelRefusesAndCarriesOutTheRest() {
    var driver = new MemoryIpvsDriver(table(service(WEB, "rr", A)));
    var crossed = new Destination(B.endpoint(), B.method(), 1, 5, 7);
    List<Command> plan =
        List.of(
            new Command.AddService(WEB, Options.of("rr")),
            new Command.EditService(MAIL, Options.of("rr")),
            new Command.DeleteService(MAIL),
            new Command.AddDestination(MAIL, A),
            new Command.AddDestination(WEB, A),
            new Command.EditDestination(WEB, B),
            new Command.DeleteDestination(WEB, B.endpoint()),
            new Command.AddDestination(WEB, crossed),
            new Command.AddDestination(WEB, B));

    var refused = driver.apply(plan);

    assertEquals(
        List.of(
            Reason.SERVICE_EXISTS,
            Reason.NO_SUCH_SERVICE,
            Reason.NO_SUCH_SERVICE,
            Reason.NO_SUCH_SERVICE,
            Reason.DESTINATION_EXISTS,
            Reason.NO_SUCH_DESTINATION,
            Reason.NO_SUCH_DESTINATION,
            Reason.OUT_OF_RANGE),
        refused.stream().map(r -> r.cause().reason()).toList());
    assertEquals(plan.subList(0, 8), refused.stream().map(Refused::command).toList());
    assertEquals(table(service(WEB, "rr", A, B)), driver.dump());
  }

  @Test
  void refusalsSayWhatWasAskedAndWhyNot() {
    var driver = new MemoryIpvsDriver();
    var refused = driver.apply(List.of(new Command.AddDestination(WEB, A)));

    assertEquals(
        "add [10.1.0.1]:80 to [10.0.0.1]:tcp:80: there is no such service",
        refused.get(0).cause().getMessage());
  }

  @Test
  void syncDaemonsRunOncePerRoleAndGetTheKernelsDefaults() {
    var driver = new MemoryIpvsDriver();
    var wanted = SyncDaemon.of(Role.MASTER, "eth0", 51);
    driver.start(wanted);

    var running = driver.syncDaemons();
    assertEquals(1, running.size());
    assertTrue(wanted.isMetBy(running.get(0)));
    assertFalse(SyncDaemon.of(Role.MASTER, "eth1", 51).isMetBy(running.get(0)));
    assertFalse(SyncDaemon.of(Role.MASTER, "eth0", 52).isMetBy(running.get(0)));
    assertFalse(SyncDaemon.of(Role.BACKUP, "eth0", 51).isMetBy(running.get(0)));
    assertEquals(
        Reason.DAEMON_RUNNING,
        assertThrows(IpvsException.class, () -> driver.start(wanted)).reason());

    driver.stop(Role.MASTER);
    assertEquals(List.of(), driver.syncDaemons());
    assertEquals(
        Reason.NO_DAEMON,
        assertThrows(IpvsException.class, () -> driver.stop(Role.MASTER)).reason());
  }

  @Test
  void timeoutsOfZeroStayAsTheyAre() {
    var driver = new MemoryIpvsDriver();
    driver.setTimeouts(new Timeouts(Duration.ofSeconds(30), Duration.ZERO, Duration.ZERO));

    assertEquals(
        new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(120), Duration.ofSeconds(300)),
        driver.timeouts());
  }

  @Test
  void reconciliationRepairsAndThenRests() {
    var driver = new MemoryIpvsDriver(table(service(MAIL, "rr"), service(WEB, "rr", A)));
    var desired = table(service(WEB, "wrr", A, B));

    var first = Reconciliation.of(driver, desired, WEB::equals);
    assertEquals(2, first.plan().size());
    assertTrue(first.isComplete());
    assertEquals(List.of(), Reconciliation.of(driver, desired, WEB::equals).plan());
    assertEquals(table(service(MAIL, "rr"), service(WEB, "wrr", A, B)), driver.dump());

    driver.flush();
    assertEquals(3, Reconciliation.of(driver, desired, WEB::equals).plan().size());
    assertEquals(desired, driver.dump());
  }

  @Test
  void whatWasRefusedRemainsToBeDone() {
    var crossed = new Destination(B.endpoint(), B.method(), 1, 5, 7);
    var desired = table(service(WEB, "rr", A, crossed));
    var result = Reconciliation.of(new MemoryIpvsDriver(), desired, WEB::equals);

    assertFalse(result.isComplete());
    assertEquals(1, result.refused().size());
    assertEquals(List.of(new Command.AddDestination(WEB, crossed)), result.remaining());
  }

  @Test
  void adoptionTellsWhatWasFound() {
    var udp = Tables.udp("10.0.0.1", 53);
    var sctp =
        new ServiceKey.ByAddress(
            Protocol.SCTP, ((ServiceKey.ByAddress) Tables.udp("10.0.0.1", 9)).endpoint());
    var found = table(service(WEB, "rr", B, A), service(MAIL, "rr", A), service(udp, "rr"));
    var desired = table(service(WEB, "rr", A, B), service(MAIL, "rr"), service(sctp, "rr"));

    assertEquals(
        new Adoption(List.of(WEB), List.of(MAIL), List.of(sctp), List.of(udp)),
        Adoption.of(found, desired));
    assertEquals(
        new Adoption(List.of(), List.of(), List.of(), List.of(WEB, MAIL, udp)),
        Adoption.of(found, IpvsTable.EMPTY));
  }

  @Test
  void oneServiceIsReadAlone() {
    var driver = new MemoryIpvsDriver(table(service(WEB, "rr", A)));

    assertEquals(Optional.of(service(WEB, "rr", A)), driver.dump(WEB));
    assertEquals(Optional.empty(), driver.dump(MAIL));
  }
}
