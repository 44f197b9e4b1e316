package keepalived.linux.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import keepalived.core.net.Checksum;
import keepalived.core.net.Family;
import keepalived.core.net.IpAddress;
import keepalived.core.net.Ipv4Address;
import keepalived.core.net.Ipv6Address;
import keepalived.core.net.MacAddress;
import keepalived.lab.Await;
import keepalived.lab.NetworkNamespace;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.netlink.NetlinkSocket;
import keepalived.linux.netlink.rt.Link;
import keepalived.linux.netlink.rt.Links;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two ends of a virtual cable in one namespace: what va sends, vb receives.
@Tag("linux")
class SocketTest {

  private static final int VRRP = 112;
  private static final Ipv4Address GROUP = Ipv4Address.of("224.0.0.18");
  private static final Ipv6Address GROUP6 = Ipv6Address.of("ff02::12");

  private final SocketBuffer buffer = new SocketBuffer(2048);

  private interface Body {
    void run(Link va, Link vb) throws Exception;
  }

  private static void onACable(Body body) throws Exception {
    NetworkNamespace.run(
        () -> {
          NetworkNamespace.ip("link add va type veth peer name vb");
          for (var link : new String[] {"va", "vb"}) {
            NetworkNamespace.command(
                "sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/" + link + "/accept_dad");
            NetworkNamespace.ip("link set " + link + " up");
          }
          // Both ends belong to one host: packets from its own address would be dropped as martian.
          NetworkNamespace.command("sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/vb/accept_local");
          NetworkNamespace.ip("addr add 10.0.0.1/24 dev va");
          NetworkNamespace.ip("addr add 2001:db8::1/64 dev va nodad");
          awaitLocalRoute("2001:db8::1");
          awaitLinkLocalAddress("va");
          try (var netlink =
              NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, NetlinkSocket.Options.DEFAULT)) {
            var links = new Links(netlink);
            body.run(links.find("va").orElseThrow(), links.find("vb").orElseThrow());
          }
        });
  }

  /// Waits until an IPv6 address is reachable for the host itself, a little after the kernel has
  /// added it.
  private static void awaitLocalRoute(String address) {
    Await.until(
        () -> NetworkNamespace.ip("-6 route show table local"),
        () -> NetworkNamespace.ip("-6 route show table local").contains("local " + address + " "));
  }

  /// Waits for the link-local address, which the kernel adds up to a second after it has noticed
  /// the carrier.
  private static void awaitLinkLocalAddress(String link) {
    Await.until(
        () -> NetworkNamespace.ip("-6 addr show dev " + link),
        () -> NetworkNamespace.ip("-6 addr show scope link dev " + link).contains(" fe80:"));
  }

  /// Waits for the descriptor in poll(2), then reads; uses no clock.
  private static <T> T received(int descriptor, Supplier<Optional<T>> source) {
    for (int i = 0; i < 50; i++) {
      var got = source.get();
      if (got.isPresent()) {
        return got.get();
      }
      var wait = Native.allocate(8).putInt(0, descriptor).putShort(4, (short) 1);
      assertEquals(1, Native.LIBC.poll(wait, 1, 5000), "nothing arrived");
    }
    throw new AssertionError("only other packets arrived");
  }

  private static ByteBuffer text(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.US_ASCII.decode(bytes).toString();
  }

  @Test
  void anIpv4MulticastPacketIsReceivedWithItsHeader() throws Exception {
    onACable(
        (va, vb) -> {
          try (var sender = Ipv4RawSocket.open(VRRP, buffer);
              var receiver = Ipv4RawSocket.open(VRRP, buffer)) {
            receiver.options().bindToDevice("vb");
            receiver.join(GROUP, vb.index());
            receiver.receiveForeignGroups(false);
            receiver.options().receiveBuffer(100_000, true);
            assertEquals(200_000, receiver.options().receiveBuffer());
            sender.options().bindToDevice("va");
            sender.multicastLink(va.index());
            sender.multicastTtl(255);
            sender.multicastLoop(false);
            sender.typeOfService(0xC0);
            sender.options().sendOnly();

            assertEquals(Optional.empty(), receiver.receive());
            assertTrue(sender.send(text("hello"), GROUP));
            var packet = received(receiver.descriptor(), receiver::receive);
            assertEquals(25, packet.remaining());
            assertEquals(0x45, packet.get(0));
            assertEquals((byte) 0xC0, packet.get(1));
            assertEquals((byte) 255, packet.get(8));
            assertEquals((byte) VRRP, packet.get(9));
            assertEquals("hello", text(packet.slice(20, 5)));
            assertEquals(Optional.empty(), sender.receive());

            receiver.leave(GROUP, vb.index());
            sender.send(text("no receiver"), GROUP);
            assertEquals(Optional.empty(), receiver.receive());
          }
        });
  }

  @Test
  void aPacketWithItsOwnHeaderIsSentAsItIs() throws Exception {
    onACable(
        (_, vb) -> {
          try (var sender = Ipv4RawSocket.open(VRRP, buffer);
              var receiver = Ipv4RawSocket.open(VRRP, buffer)) {
            receiver.options().bindToDevice("vb");
            receiver.join(GROUP, vb.index());
            sender.options().bindToDevice("va");
            sender.headerIncluded();
            var packet =
                ByteBuffer.wrap(
                    HexFormat.of().parseHex("45c0001700070000ff7000000a000063e0000012616263"));
            sender.send(packet, GROUP);
            var received = received(receiver.descriptor(), receiver::receive);
            assertEquals(0x0007, received.getShort(4));
            assertEquals(99, received.get(15));
            assertEquals(0, Checksum.of(received.slice(0, 20)));
            assertEquals("abc", text(received.slice(20, 3)));
          }
        });
  }

  @Test
  void aPacketLongerThanTheBufferIsDropped() throws Exception {
    onACable(
        (_, _) -> {
          try (var sender = Ipv4RawSocket.open(VRRP, buffer);
              var receiver = Ipv4RawSocket.open(VRRP, new SocketBuffer(40))) {
            var self = Ipv4Address.of("127.0.0.1");
            sender.send(ByteBuffer.allocate(100), self);
            sender.send(text("short"), self);
            var packet = received(receiver.descriptor(), receiver::receive);
            assertEquals("short", text(packet.slice(20, 5)));
          }
        });
  }

  @Test
  void anIpv6MulticastPacketIsReceivedWithWhatItsHeaderSaid() throws Exception {
    onACable(
        (va, vb) -> {
          try (var sender = Ipv6RawSocket.open(VRRP, buffer);
              var receiver = Ipv6RawSocket.open(VRRP, buffer)) {
            receiver.options().bindToDevice("vb");
            receiver.join(GROUP6, vb.index());
            assertTrue(receiver.receiveForeignGroups(false));
            receiver.checksumAt(6);
            sender.multicastHops(255);
            sender.multicastLoop(false);
            sender.multicastLink(va.index());
            sender.trafficClass(0xC0);
            sender.checksumAt(6);
            sender.options().sendOnly();

            var source = Ipv6Address.of("2001:db8::1");
            assertTrue(sender.send(text("hello, world"), GROUP6, va.index(), source));
            var first = received(receiver.descriptor(), receiver::receive);
            assertEquals(source, first.source());
            assertEquals(GROUP6, first.destination());
            assertEquals(vb.index(), first.link());
            assertEquals(255, first.hopLimit());
            assertEquals("hello,", text(first.payload().slice(0, 6)));
            assertEquals(0, Checksum.of(source, GROUP6, VRRP, first.payload()));

            assertTrue(sender.send(text("hello, again"), GROUP6, va.index()));
            var second = received(receiver.descriptor(), receiver::receive);
            assertTrue(second.source().isLinkLocal(), second.toString());
          }
        });
  }

  @Test
  void aSourceThatIsNotOursIsRefused() throws Exception {
    onACable(
        (va, _) -> {
          try (var sender = Ipv6RawSocket.open(VRRP, buffer)) {
            var failure =
                assertThrows(
                    LinuxException.class,
                    () ->
                        sender.send(
                            text("12345678"), GROUP6, va.index(), Ipv6Address.of("2001:db8::99")));
            assertTrue(failure.is(Errno.EINVAL), failure.getMessage());
            assertTrue(failure.getMessage().startsWith("sendmsg(ff02::12)"));
          }
        });
  }

  @Test
  void aFrameIsSentAndReceivedWhole() throws Exception {
    onACable(
        (va, vb) -> {
          try (var sender = PacketSocket.open(PacketSocket.NO_PROTOCOL, buffer);
              var receiver = PacketSocket.open(PacketSocket.ETH_P_ARP, buffer)) {
            receiver.bind(vb.index());
            assertTrue(receiver.ignoreOutgoing());
            // A gratuitous ARP request for 10.0.0.100 from the virtual router MAC 51.
            byte[] frame =
                HexFormat.of()
                    .parseHex(
                        "ffffffffffff00005e0001330806"
                            + "0001080006040001"
                            + "00005e0001330a000064"
                            + "ffffffffffff0a000064");
            assertTrue(sender.send(ByteBuffer.wrap(frame), va.index()));
            var received = received(receiver.descriptor(), receiver::receive);
            assertEquals(vb.index(), received.link());
            assertFalse(received.outgoing());
            byte[] bytes = new byte[frame.length];
            received.bytes().get(0, bytes);
            assertArrayEquals(frame, bytes);
            assertEquals(
                MacAddress.ofVirtualRouter(Family.IPV4, 51),
                MacAddress.of(Arrays.copyOfRange(bytes, 6, 12)));
          }
        });
  }

  @Test
  void anEchoIsAnsweredByBothKindsOfSocket() throws Exception {
    onACable(
        (_, _) -> {
          for (var range : new String[] {"1 0", "0 2147483647"}) {
            NetworkNamespace.command(
                "sh", "-c", "echo " + range + " > /proc/sys/net/ipv4/ping_group_range");
            echo(Family.IPV4, "10.0.0.1");
            echo(Family.IPV6, "2001:db8::1");
          }
        });
  }

  private void echo(Family family, String destination) {
    var address = IpAddress.parse(destination).orElseThrow();
    try (var first = IcmpSocket.open(family, buffer);
        var second = IcmpSocket.open(family, buffer)) {
      second.bind(address, 0);
      second.hopLimit(64);
      assertTrue(first.send(address, 0, 1, new byte[] {1}));
      assertTrue(second.send(address, 0, 65_535, new byte[] {7, 8, 9}));
      var reply = received(second.descriptor(), second::receive);
      assertEquals(address, reply.source());
      assertEquals(65_535, reply.sequence());
      assertEquals(ByteBuffer.wrap(new byte[] {7, 8, 9}), reply.payload());
      assertEquals(Optional.empty(), second.receive());
      assertEquals(1, received(first.descriptor(), first::receive).sequence());
    }
  }
}
