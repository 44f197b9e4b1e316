package keepalived.linux.netlink.rt;

import static keepalived.linux.netlink.rt.RtNamespace.address;
import static keepalived.linux.netlink.rt.RtNamespace.inNamespace;
import static keepalived.linux.netlink.rt.RtNamespace.json;
import static keepalived.linux.netlink.rt.RtNamespace.only;
import static keepalived.linux.netlink.rt.RtNamespace.shownAddress;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import keepalived.core.net.Family;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.MacAddress;
import keepalived.lab.NetworkNamespace;
import keepalived.linux.JsonText;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.route.NextHop;
import keepalived.linux.netlink.rt.route.Route;
import keepalived.linux.netlink.rt.route.Rule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Compares what we set with the output of `ip`, and the other way round.
@Tag("linux")
class RtKernelTest {

  @Test
  void linksReadAsIpReadsThem() throws Exception {
    inNamespace(
        (socket, _) -> {
          var links = new Links(socket).dump().entries();
          var shown = json("link show");
          assertEquals(shown.size(), links.size());
          for (int i = 0; i < links.size(); i++) {
            var link = links.get(i);
            var expected = shown.get(i);
            assertEquals(expected.get("ifname"), link.name());
            assertEquals(expected.get("ifindex"), (long) link.index());
            assertEquals(expected.get("mtu"), (long) link.hardware().mtu());
            assertEquals(expected.get("address"), link.hardware().mac().orElseThrow().toString());
            assertEquals(expected.get("operstate"), link.operation().name());
            var flags = (List<?>) expected.get("flags");
            assertEquals(flags.contains("UP"), link.isUp());
            assertEquals(flags.contains("LOWER_UP"), link.hasCarrier());
            assertEquals(flags.contains("LOOPBACK"), link.isLoopback());
            assertEquals(flags.contains("MULTICAST"), link.hasMulticast());
          }
          assertEquals("veth", links.getLast().kind().name());
          assertTrue(links.getLast().isRunning());
        });
  }

  @Test
  void aMacvlanIsMadeChangedAndRemoved() throws Exception {
    inNamespace(
        (socket, va) -> {
          var links = new Links(socket);
          var mac = MacAddress.ofVirtualRouter(Family.IPV4, 51);
          var made = links.addMacvlan(va, "vrrp.51", Optional.of(mac), Links.MacvlanMode.PRIVATE);
          links.setAddressGeneration(made.index(), Link.AddressGeneration.NONE);
          links.setGroup(made.index(), 7);
          links.setMtu(made.index(), 1400);
          links.setUp(made.index());
          var shown = only("link show vrrp.51");
          assertEquals("00:00:5e:00:01:33", shown.get("address"));
          assertEquals("va", shown.get("link"));
          assertEquals(1400L, shown.get("mtu"));
          assertEquals("none", shown.get("inet6_addr_gen_mode"));
          var info = JsonText.asObject(shown.get("linkinfo"));
          assertEquals("macvlan", info.get("info_kind"));
          assertEquals("private", JsonText.asObject(info.get("info_data")).get("mode"));

          var read = links.find("vrrp.51").orElseThrow();
          assertEquals(new Link.Kind("macvlan", "", 1, 0), read.kind());
          assertEquals(new Link.Relations(0, va, false, 7), read.relations());
          assertEquals(Link.AddressGeneration.NONE, read.addressGeneration());
          assertTrue(read.isUp());
          assertEquals(Optional.of(read.name()), links.find(read.index()).map(Link::name));

          links.setDown(read.index());
          assertFalse(links.find(read.index()).orElseThrow().isUp());
          assertTrue(links.delete(read.index()));
          assertFalse(links.delete(read.index()));
          assertEquals(Optional.empty(), links.find("vrrp.51"));
          assertEquals(Optional.empty(), links.find(9999));
        });
  }

  @Test
  void addressesAreWhatIpShows() throws Exception {
    inNamespace(
        (socket, va) -> {
          var addresses = new Addresses(socket);
          var labelled =
              new Address(
                  AddressKey.of(va, IpPrefix.of("10.5.0.100/24")),
                  Route.SCOPE_LINK,
                  Address.NO_PREFIX_ROUTE,
                  Optional.of(Ipv4Address.of("10.5.0.255")),
                  "va:1",
                  Address.Lifetime.FOREVER,
                  18);
          assertTrue(addresses.add(labelled));
          assertFalse(addresses.add(labelled));
          var shown = shownAddress("10.5.0.100");
          assertEquals("10.5.0.100", shown.get("local"));
          assertEquals(24L, shown.get("prefixlen"));
          assertEquals("10.5.0.255", shown.get("broadcast"));
          assertEquals("link", shown.get("scope"));
          assertEquals("va:1", shown.get("label"));
          assertEquals(true, shown.get("noprefixroute"));

          var read = find(addresses, labelled.key()).orElseThrow();
          assertEquals(labelled.broadcast(), read.broadcast());
          assertEquals("va:1", read.label());
          assertEquals(18, read.protocol());
          assertTrue(read.has(Address.PERMANENT));

          assertTrue(addresses.delete(labelled.key()));
          assertFalse(addresses.delete(labelled.key()));
          assertFalse(addresses.delete(AddressKey.of(9999, IpPrefix.of("10.5.0.100/24"))));
          assertEquals(Optional.empty(), find(addresses, labelled.key()));
        });
  }

  @Test
  void anIpv6VirtualAddressIsUsableAtOnceAndDeprecated() throws Exception {
    inNamespace(
        (socket, va) -> {
          var addresses = new Addresses(socket);
          var virtual =
              new Address(
                  AddressKey.of(va, IpPrefix.of("2001:db8::100/128")),
                  0,
                  Address.NODAD,
                  Optional.empty(),
                  "",
                  Address.Lifetime.DEPRECATED,
                  18);
          assertTrue(addresses.add(virtual));
          var shown = shownAddress("2001:db8::100");
          assertEquals(true, shown.get("nodad"));
          assertEquals(true, shown.get("deprecated"));
          assertEquals(0L, shown.get("preferred_life_time"));
          assertEquals(4294967295L, shown.get("valid_life_time"));
          var read = find(addresses, virtual.key()).orElseThrow();
          assertEquals(Address.Lifetime.DEPRECATED, read.lifetime());
          assertTrue(read.has(Address.DEPRECATED));
          assertFalse(read.has(Address.TENTATIVE));

          var renewed =
              new Address(
                  virtual.key(),
                  0,
                  Address.NODAD,
                  Optional.empty(),
                  "",
                  new Address.Lifetime(Duration.ofSeconds(1000), Duration.ofSeconds(500)),
                  18);
          addresses.replace(renewed);
          var after = find(addresses, virtual.key()).orElseThrow();
          assertTrue(after.lifetime().valid().toSeconds() > 900);
          assertFalse(after.has(Address.PERMANENT));
        });
  }

  @Test
  void aPointToPointAddressHasTwoEnds() throws Exception {
    inNamespace(
        (socket, va) -> {
          var addresses = new Addresses(socket);
          var key =
              new AddressKey(va, IpPrefix.of("10.9.0.1/32"), Optional.of(address("10.9.0.2")));
          addresses.add(Address.of(key));
          var shown = shownAddress("10.9.0.1");
          assertEquals("10.9.0.1", shown.get("local"));
          assertEquals("10.9.0.2", shown.get("address"));
          assertTrue(find(addresses, key).isPresent());
          assertTrue(addresses.delete(key));
        });
  }

  private static Optional<Address> find(Addresses addresses, AddressKey key) {
    return addresses.dump().entries().stream().filter(a -> a.key().equals(key)).findFirst();
  }

  @Test
  void changesByOthersAreHeard() throws Exception {
    inNamespace(
        (_, va) -> {
          try (var monitor = new RtMonitor(NetlinkSocket.Options.DEFAULT)) {
            monitor.watch(EnumSet.allOf(RtMonitor.Topic.class));
            NetworkNamespace.ip("addr add 10.0.0.77/24 dev va");
            NetworkNamespace.ip("route add 192.0.2.0/24 via 10.0.0.9 proto 18");
            NetworkNamespace.ip("rule add pref 300 from 10.0.0.77 lookup 300");
            NetworkNamespace.ip("addr del 10.0.0.77/24 dev va");
            NetworkNamespace.ip("link set vb down");
            var key = AddressKey.of(va, IpPrefix.of("10.0.0.77/24"));
            var hops = List.of(NextHop.via(address("10.0.0.9"), va));
            hear(monitor, e -> e instanceof RtEvent.AddressAdded(var a) && a.key().equals(key));
            hear(monitor, e -> e instanceof RtEvent.RouteAdded(var r) && r.hops().equals(hops));
            hear(
                monitor,
                e ->
                    e instanceof RtEvent.RuleAdded(var r)
                        && r.priority() == 300
                        && r.action().equals(Rule.lookup(300)));
            hear(monitor, e -> e instanceof RtEvent.AddressRemoved(var a) && a.key().equals(key));
            hear(
                monitor,
                e -> e instanceof RtEvent.LinkChanged(var l) && l.index() == va && !l.isRunning());

            monitor.watch(EnumSet.of(RtMonitor.Topic.LINKS));
            monitor.receive(_ -> {});
            unheard.clear();
            NetworkNamespace.ip("addr add 10.0.0.78/24 dev va");
            NetworkNamespace.ip("link del va");
            var events =
                hear(
                    monitor, e -> e instanceof RtEvent.LinkRemoved(var l) && l.name().equals("va"));
            assertTrue(events.stream().noneMatch(e -> e instanceof RtEvent.AddressAdded));
          }
        });
  }

  private final ArrayList<RtEvent> unheard = new ArrayList<>();

  /// Waits for a matching event; returns it last, after the events before it. The kernel reports a
  /// lost carrier up to a second later.
  private List<RtEvent> hear(RtMonitor monitor, Predicate<RtEvent> wanted) {
    for (int i = 0; i < 100; i++) {
      monitor.receive(unheard::add);
      for (int at = 0; at < unheard.size(); at++) {
        if (wanted.test(unheard.get(at))) {
          var before = unheard.subList(0, at + 1);
          var heard = List.copyOf(before);
          before.clear();
          return heard;
        }
      }
      var wait = Native.allocate(8).putInt(0, monitor.descriptor()).putShort(4, (short) 1);
      assertEquals(1, Native.LIBC.poll(wait, 1, 5000), "heard only " + unheard);
    }
    throw new AssertionError("heard only " + unheard);
  }

  @Test
  void aRefusedAddressIsExplained() throws Exception {
    inNamespace(
        (socket, _) -> {
          var nowhere = Address.of(AddressKey.of(9999, IpPrefix.of("10.0.0.1/24")));
          var failure =
              assertThrows(LinuxException.class, () -> new Addresses(socket).add(nowhere));
          assertTrue(
              failure
                  .getMessage()
                  .startsWith("add address 10.0.0.1/24 on link 9999: No such device"),
              failure.getMessage());
        });
  }

  @Test
  void afterAnOverrunADumpTellsTheTruth() throws Exception {
    inNamespace(
        (socket, va) -> {
          try (var monitor = new RtMonitor(new NetlinkSocket.Options(2048, true))) {
            monitor.watch(EnumSet.of(RtMonitor.Topic.IPV4_ADDRESSES));
            var addresses = new Addresses(socket);
            var known = new ArrayList<AddressKey>();
            for (int i = 1; i <= 500; i++) {
              var prefix = new IpPrefix(address("172.16.0.0").plus(i), 16);
              addresses.add(Address.of(AddressKey.of(va, prefix)));
            }
            var overrun = new boolean[1];
            monitor.receive(
                event -> {
                  switch (event) {
                    case RtEvent.AddressAdded(var added) -> known.add(added.key());
                    case RtEvent.Overrun() -> overrun[0] = true;
                    default -> throw new AssertionError(event);
                  }
                });
            assertTrue(overrun[0]);
            assertTrue(known.size() < 500);
            assertEquals(
                500,
                addresses.dump().entries().stream()
                    .filter(a -> a.key().local().toString().startsWith("172.16."))
                    .count());
          }
        });
  }
}
