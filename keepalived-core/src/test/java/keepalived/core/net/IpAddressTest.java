package keepalived.core.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "172.16.100.1, 172.16.100.1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "FE80::0001, fe80::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "::ffff:192.0.2.1, ::ffff:192.0.2.1",
    "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
  })
  void readsAndPrints(String text, String printed) {
    assertEquals(Optional.of(printed), IpAddress.parse(text).map(Object::toString));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.04",
        "1.2.3.4 ",
        " 1.2.3.4",
        "1..2.3",
        "a.b.c.d",
        "1.2.3.-4",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "[::1]",
        "::1.2.3",
        "1.2.3.4::",
        "1:2:3:4:5:6:7:1.2.3.4",
        ":1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8:"
      })
  void refuses(String text) {
    assertEquals(Optional.empty(), IpAddress.parse(text));
  }

  @Test
  void agreesWithTheJdkOnRandomAddresses() throws Exception {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
      random.nextBytes(bytes);
      for (int zero = random.nextInt(4); zero > 0 && bytes.length == 16; zero--) {
        int at = 2 * random.nextInt(8);
        bytes[at] = 0;
        bytes[at + 1] = 0;
      }
      var address = IpAddress.of(bytes);
      assertEquals(Optional.of(address), IpAddress.parse(address.toString()));
      assertEquals(InetAddress.getByAddress(bytes), InetAddress.getByName(address.toString()));
    }
  }

  @Test
  void ordersAsUnsignedNumbers() {
    assertTrue(Ipv4Address.of("10.0.0.2").compareTo(Ipv4Address.of("200.0.0.1")) < 0);
    assertTrue(Ipv4Address.of("200.0.0.2").compareTo(Ipv4Address.of("200.0.0.1")) > 0);
    assertTrue(Ipv6Address.of("fe80::1").compareTo(Ipv6Address.of("2001:db8::1")) > 0);
    assertTrue(Ipv4Address.of("255.255.255.255").compareTo(Ipv6Address.of("::")) < 0);
  }

  @Test
  void classifies() {
    assertTrue(Ipv4Address.of("224.0.0.18").isMulticast());
    assertFalse(Ipv4Address.of("223.255.255.255").isMulticast());
    assertTrue(Ipv6Address.of("ff02::12").isMulticast());
    assertTrue(Ipv6Address.of("fe80::1").isLinkLocal());
    assertTrue(Ipv6Address.of("febf::1").isLinkLocal());
    assertFalse(Ipv6Address.of("fec0::1").isLinkLocal());
    assertTrue(Ipv4Address.of("169.254.1.1").isLinkLocal());
    assertTrue(Ipv4Address.of("127.1.2.3").isLoopback());
    assertTrue(Ipv6Address.of("::1").isLoopback());
  }

  @Test
  void counts() {
    assertEquals(Ipv4Address.of("10.0.1.0"), Ipv4Address.of("10.0.0.255").plus(1));
    assertEquals(Ipv6Address.of("1:0:0:1::"), Ipv6Address.of("1::ffff:ffff:ffff:ffff").plus(1));
    assertEquals(Ipv6Address.of("1::ffff:ffff:ffff:ffff"), Ipv6Address.of("1:0:0:1::").plus(-1));
  }

  @Test
  void prefixes() {
    var prefix = IpPrefix.of("172.16.100.1/16");
    assertEquals("172.16.100.1/16", prefix.toString());
    assertEquals(IpPrefix.of("172.16.0.0/16"), prefix.network());
    assertTrue(prefix.contains(Ipv4Address.of("172.16.255.255")));
    assertFalse(prefix.contains(Ipv4Address.of("172.17.0.0")));
    assertTrue(IpPrefix.of("2001:db8::/33").contains(Ipv6Address.of("2001:db8:7fff::1")));
    assertFalse(IpPrefix.of("2001:db8::/33").contains(Ipv6Address.of("2001:db8:8000::1")));
    assertEquals(Optional.empty(), IpPrefix.parse("10.0.0.1/33"));
    assertEquals(Optional.empty(), IpPrefix.parse("10.0.0.1/"));
    assertEquals(Optional.empty(), IpPrefix.parse("10.0.0.1/-1"));
    assertEquals(32, IpPrefix.of("10.0.0.1").length());
  }

  @Test
  void virtualRouterMac() {
    assertEquals("00:00:5e:00:01:33", MacAddress.ofVirtualRouter(Family.IPV4, 51).toString());
    assertEquals("00:00:5e:00:02:ff", MacAddress.ofVirtualRouter(Family.IPV6, 255).toString());
    assertEquals(Optional.of(MacAddress.BROADCAST), MacAddress.parse("ff:FF:ff:ff:ff:ff"));
    assertEquals(Optional.empty(), MacAddress.parse("ff:ff:ff:ff:ff"));
    var mac = new MacAddress(0x0102030405F6L);
    assertEquals(mac, MacAddress.of(mac.bytes()));
  }
}
