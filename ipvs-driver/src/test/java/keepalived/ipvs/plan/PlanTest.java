package keepalived.ipvs.plan;

import static keepalived.ipvs.Tables.nat;
import static keepalived.ipvs.Tables.service;
import static keepalived.ipvs.Tables.table;
import static keepalived.ipvs.Tables.tcp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import keepalived.core.net.Endpoint;
import keepalived.ipvs.MemoryIpvsDriver;
import keepalived.ipvs.Tables;
import keepalived.ipvs.table.Destination;
import keepalived.ipvs.table.IpvsTable;
import keepalived.ipvs.table.Method;
import keepalived.ipvs.table.Options;
import keepalived.ipvs.table.Service;
import keepalived.ipvs.table.ServiceKey;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final ServiceKey WEB = tcp("10.0.0.1", 80);
  private static final ServiceKey MAIL = tcp("10.0.0.1", 25);
  private static final Destination A = nat("10.1.0.1", 80, 1);
  private static final Destination B = nat("10.1.0.2", 80, 1);
  private static final Destination C = nat("10.1.0.3", 80, 1);

  @Test
  void servicesComeBeforeDestinationsAndAdditionsBeforeDeletions() {
    var actual = table(service(MAIL, "rr", A), service(WEB, "rr", A, B));
    var desired = table(service(WEB, "wrr", B.withWeight(5), C), service(tcp("10.0.0.9", 1), "rr"));

    assertEquals(
        List.of(
            new Command.EditService(WEB, Options.of("wrr")),
            new Command.AddService(tcp("10.0.0.9", 1), Options.of("rr")),
            new Command.AddDestination(WEB, C),
            new Command.EditDestination(WEB, B.withWeight(5)),
            new Command.DeleteDestination(WEB, A.endpoint()),
            new Command.DeleteService(MAIL)),
        Plan.of(actual, desired));
  }

  @Test
  void weightIsRaisedBeforeItIsLowered() {
    var actual = table(service(WEB, "rr", A, B.withWeight(0)));
    var desired = table(service(WEB, "rr", A.withWeight(0), B));

    assertEquals(
        List.of(
            new Command.EditDestination(WEB, B), new Command.EditDestination(WEB, A.withWeight(0))),
        Plan.of(actual, desired));
  }

  @Test
  void methodThresholdsAndWeightAreEditsButAddressAndPortAreIdentity() {
    var moved = new Destination(new Endpoint(A.endpoint().address(), 81), A.method(), 1);
    var routed = new Destination(A.endpoint(), new Method.DirectRoute(), 1, 10, 5);

    assertEquals(
        List.of(new Command.EditDestination(WEB, routed)),
        Plan.of(table(service(WEB, "rr", A)), table(service(WEB, "rr", routed))));
    assertEquals(
        List.of(
            new Command.AddDestination(WEB, moved),
            new Command.DeleteDestination(WEB, A.endpoint())),
        Plan.of(table(service(WEB, "rr", A)), table(service(WEB, "rr", moved))));
  }

  @Test
  void theOrderOfTheTablesDoesNotMatter() {
    var one = table(service(WEB, "rr", A, B), service(MAIL, "rr"));
    var other = table(service(MAIL, "rr"), service(WEB, "rr", B, A));

    assertEquals(one, other);
    assertEquals(List.of(), Plan.of(one, other));
  }

  @Test
  void othersServicesAreLeftAlone() {
    var actual = table(service(MAIL, "rr", A), service(WEB, "rr", A));
    var desired = table(service(WEB, "rr", A));

    assertEquals(List.of(), Plan.of(actual, desired, Set.of(WEB)::contains));
    assertEquals(
        List.of(new Command.DeleteService(MAIL)),
        Plan.of(actual, desired, Set.of(WEB, MAIL)::contains));
  }

  @Test
  void aServiceSomeoneElseMadeIsAmendedWhenItIsDesired() {
    var actual = table(service(WEB, "rr", A, C));

    assertEquals(
        List.of(new Command.DeleteDestination(WEB, C.endpoint())),
        Plan.of(actual, table(service(WEB, "rr", A)), Set.<ServiceKey>of()::contains));
  }

  @Test
  void aVerdictTouchesOneService() {
    var before = service(WEB, "rr", A, B);

    assertEquals(
        List.of(new Command.DeleteDestination(WEB, B.endpoint())),
        Plan.of(Optional.of(before), service(WEB, "rr", A)));
    assertEquals(
        List.of(
            new Command.AddService(WEB, Options.of("rr")),
            new Command.AddDestination(WEB, A),
            new Command.AddDestination(WEB, B)),
        Plan.of(Optional.empty(), before));
  }

  @Test
  void applyingThePlanGivesTheDesiredTableAndThenNothingIsLeftToDo() {
    var random = new Random(5);
    for (int round = 0; round < 5_000; round++) {
      var actual = Tables.random(random);
      var desired = Tables.random(random);
      var driver = new MemoryIpvsDriver(actual);

      assertEquals(List.of(), driver.apply(Plan.of(actual, desired)));
      assertEquals(desired, driver.dump());
      assertEquals(List.of(), Plan.of(driver.dump(), desired));
    }
  }

  @Test
  void noServiceIsEverWithoutADestinationItHadBeforeAndHasAfter() {
    var random = new Random(6);
    for (int round = 0; round < 2_000; round++) {
      var actual = Tables.random(random);
      var desired = Tables.random(random);
      var driver = new MemoryIpvsDriver(actual);
      for (var command : Plan.of(actual, desired)) {
        driver.apply(List.of(command));
        var now = driver.dump();
        for (var key : actual.services().keySet()) {
          if (isServed(actual, key) && isServed(desired, key)) {
            assertTrue(isServed(now, key), () -> key + " unserved after " + command);
          }
        }
      }
    }
  }

  private static boolean isServed(IpvsTable table, ServiceKey key) {
    var service = table.services().get(key);
    return service != null
        && service.destinations().values().stream().anyMatch(d -> d.weight() > 0);
  }

  @Test
  void oneChangedLineOfTwentyThousandIsOneCommand() {
    var before = farm(100, 200);
    var services = new java.util.ArrayList<>(before.services().values());
    var last = services.removeLast();
    var kept = new java.util.ArrayList<>(last.destinations().values());
    var changed = kept.removeLast();
    services.add(
        Service.of(
            last.key(),
            last.options(),
            java.util.stream.Stream.concat(
                    kept.stream(), java.util.stream.Stream.of(changed.withWeight(9)))
                .toList()));

    assertEquals(
        List.of(new Command.EditDestination(last.key(), changed.withWeight(9))),
        Plan.of(before, IpvsTable.of(services)));
    assertEquals(20_100, Plan.of(IpvsTable.EMPTY, before).size());
    assertEquals(100, Plan.of(before, IpvsTable.EMPTY).size());
  }

  private static IpvsTable farm(int services, int destinations) {
    return IpvsTable.of(
        IntStream.range(0, services)
            .mapToObj(
                s ->
                    Service.of(
                        tcp("10.0.0.1", 1 + s),
                        Options.of("wlc"),
                        IntStream.range(0, destinations)
                            .mapToObj(d -> nat("10.1." + s + "." + (d + 1), 80, 1))
                            .toList()))
            .toList());
  }
}
