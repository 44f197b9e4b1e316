package keepalived.linux.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import keepalived.core.net.Family;
import keepalived.lab.NetworkNamespace;
import keepalived.linux.libc.Errno;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SysctlTest {

  @Test
  void aSettingThatIsNotThereHasNoValue() {
    var missing = Sysctl.ofLink(Family.IPV4, "no-such-link", "rp_filter");
    assertEquals(Optional.empty(), missing.value());
    assertEquals(OptionalInt.empty(), missing.number());
    assertEquals(Errno.ENOENT, missing.write(1).orElseThrow().errno());
    assertEquals("net.ipv4.conf.no-such-link.rp_filter", missing.toString());
    assertFalse(Sysctl.isForwarding(Family.IPV6, "no-such-link"));
  }

  @Test
  void aPathStaysBelowTheRoot() {
    assertThrows(IllegalArgumentException.class, () -> new Sysctl("/etc/passwd"));
    assertThrows(IllegalArgumentException.class, () -> new Sysctl("net/../../passwd"));
    assertThrows(
        IllegalArgumentException.class, () -> Sysctl.ofLink(Family.IPV4, "a/b", "rp_filter"));
  }

  @Test
  void whatIsNotANumberIsNotReadAsOne() {
    assertEquals("Linux", new Sysctl("kernel/ostype").value().orElseThrow());
    assertEquals(OptionalInt.empty(), new Sysctl("kernel/ostype").number());
  }

  @Test
  @Tag("linux")
  void settingsOfLinksAreThoseOfTheThreadsNamespace() throws Exception {
    NetworkNamespace.run(
        () -> {
          NetworkNamespace.ip("link add va.7 type veth peer name vb");
          var setting = Sysctl.ofLink(Family.IPV4, "va.7", "arp_ignore");
          assertEquals(OptionalInt.of(0), setting.number());
          assertEquals(Optional.empty(), setting.write(1));
          assertEquals(OptionalInt.of(1), setting.number());
          var shown = NetworkNamespace.command("cat", "/proc/sys/net/ipv4/conf/va.7/arp_ignore");
          assertEquals("1\n", shown);
          assertTrue(setting.write("no number").orElseThrow().is(Errno.EINVAL));

          assertFalse(Sysctl.isForwarding(Family.IPV6, "va.7"));
          Sysctl.ofLink(Family.IPV6, "va.7", "forwarding").write(1);
          assertTrue(Sysctl.isForwarding(Family.IPV6, "va.7"));
        });
  }
}
