package keepalived.linux.netlink.rt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import keepalived.core.net.IpPrefix;
import keepalived.core.net.Ipv4Address;
import keepalived.linux.OnLoop;
import keepalived.linux.netlink.NetlinkSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Keeps a table of addresses from events received through a buffer that is far too small, and
/// dumps after each overrun: in the end the table equals the kernel's.
@Tag("linux")
class OverrunTest {

  private static final int CHANGES = 20_000;

  private static final class Picture {
    final Set<AddressKey> known = new HashSet<>();
    final Addresses addresses;
    final AddressKey last;
    final CompletableFuture<Set<AddressKey>> complete;
    int overruns;
    int events;

    Picture(Addresses addresses, AddressKey last, CompletableFuture<Set<AddressKey>> complete) {
      this.addresses = addresses;
      this.last = last;
      this.complete = complete;
    }

    void on(RtEvent event) {
      switch (event) {
        case RtEvent.AddressAdded(var address) -> {
          events++;
          known.add(address.key());
        }
        case RtEvent.AddressRemoved(var address) -> {
          events++;
          known.remove(address.key());
        }
        case RtEvent.Overrun() -> {
          overruns++;
          known.clear();
          addresses.dump().entries().forEach(a -> known.add(a.key()));
        }
        case RtEvent.LinkChanged _,
            RtEvent.LinkRemoved _,
            RtEvent.RouteAdded _,
            RtEvent.RouteRemoved _,
            RtEvent.RuleAdded _,
            RtEvent.RuleRemoved _ ->
            throw new AssertionError(event);
      }
      if (known.contains(last)) {
        complete.complete(Set.copyOf(known));
      }
    }
  }

  private static AddressKey key(int link, int number) {
    return AddressKey.of(link, new IpPrefix(Ipv4Address.of("172.16.0.0").plus(number), 32));
  }

  private static Set<AddressKey> ofTheTest(Set<AddressKey> keys) {
    return keys.stream()
        .filter(k -> k.local() instanceof Ipv4Address v4 && v4.bits() >>> 20 == 0xAC1)
        .collect(Collectors.toSet());
  }

  @Test
  void theOverrunPictureIsTheKernelsInTheEnd() throws Exception {
    RtNamespace.inNamespace(
        (socket, link) -> {
          var monitor = new RtMonitor(new NetlinkSocket.Options(4096, true));
          monitor.watch(EnumSet.of(RtMonitor.Topic.IPV4_ADDRESSES));
          var dumps =
              NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, NetlinkSocket.Options.DEFAULT);
          var done = new CompletableFuture<Set<AddressKey>>();
          var picture = new Picture(new Addresses(dumps), key(link, 9999), done);
          try (var onLoop = new OnLoop()) {
            onLoop.<Boolean>run(
                ready -> {
                  onLoop.loop().watch(monitor.descriptor(), () -> monitor.receive(picture::on));
                  ready.complete(true);
                });
            var addresses = new Addresses(socket);
            var random = new Random(42);
            var stuck = new Semaphore(0);
            var pause = new Semaphore(0);
            for (int i = 0; i < CHANGES; i++) {
              // The first hundred of each thousand changes happen while the loop is stuck.
              if (i % 1000 == 0) {
                onLoop
                    .loop()
                    .post(
                        () -> {
                          stuck.release();
                          pause.acquireUninterruptibly();
                        });
                stuck.acquire();
              } else if (i % 1000 == 100) {
                pause.release();
              }
              var key = key(link, 1 + random.nextInt(200));
              if (!addresses.delete(key)) {
                addresses.add(Address.of(key));
              }
            }
            addresses.add(Address.of(picture.last));
            var seen = done.get(60, TimeUnit.SECONDS);
            var kernel =
                addresses.dump().entries().stream().map(Address::key).collect(Collectors.toSet());
            assertEquals(ofTheTest(kernel), ofTheTest(seen));
            assertTrue(picture.overruns >= CHANGES / 1000, picture.overruns + " overruns");
            assertTrue(picture.events > 0);
          }
          monitor.close();
          dumps.close();
        });
  }
}
