package keepalived.linux.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keepalived.lab.NetworkNamespace;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.netlink.NetlinkSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("linux")
class NftablesTest {

  private static final String TABLE =
      """
      add table ip keepalived
      add chain ip keepalived in { type filter hook input priority -1; policy accept; }
      add set ip keepalived vips { type ipv4_addr; }
      add element ip keepalived vips { 10.0.0.100, 10.0.0.101 }
      add rule ip keepalived in ip daddr @vips drop
      """;

  private static final int RLIMIT_NOFILE = 7; // asm-generic/resource.h

  private static String listing() throws Exception {
    return NetworkNamespace.command("nft", "list", "ruleset");
  }

  @Test
  void commandsAreDoneAllOrNone() throws Exception {
    NetworkNamespace.run(
        () -> {
          try (var nft = Nftables.open().orElseThrow()) {
            assertEquals(new Nftables.Done(""), nft.run(TABLE));
            assertTrue(listing().contains("elements = { 10.0.0.100, 10.0.0.101 }"), listing());
            assertTrue(listing().contains("ip daddr @vips drop"), listing());

            var before = listing();
            var refused =
                assertInstanceOf(
                    Nftables.Refused.class,
                    nft.run("delete table ip keepalived\nadd rule ip nowhere in drop\n"));
            assertTrue(refused.reason().contains("No such file or directory"), refused.reason());
            assertEquals(before, listing());

            var syntax = assertInstanceOf(Nftables.Refused.class, nft.run("add tabel ip x"));
            assertTrue(syntax.reason().contains("syntax error"), syntax.reason());
          }
        });
  }

  @Test
  void listingsAreReturnedAndChecksChangeNothing() throws Exception {
    NetworkNamespace.run(
        () -> {
          var nft = Nftables.open().orElseThrow();
          assertEquals(new Nftables.Done(""), nft.check("add table ip dry"));
          assertEquals(new Nftables.Done(""), nft.run("list ruleset"));
          nft.run(TABLE);
          var text = assertInstanceOf(Nftables.Done.class, nft.run("list ruleset"));
          assertEquals(listing(), text.output());
          var json = assertInstanceOf(Nftables.Done.class, nft.runForJson("list tables"));
          assertTrue(json.output().contains("\"name\": \"keepalived\""), json.output());
          nft.close();
          nft.close();
          assertThrows(IllegalStateException.class, () -> nft.run("list ruleset"));
        });
  }

  /// Otherwise the library would end the process.
  @Test
  void withoutADescriptorNothingIsRunAndTheProcessLivesOn() throws Exception {
    NetworkNamespace.run(
        () -> {
          try (var nft = Nftables.open().orElseThrow()) {
            // Classes are loaded from files, so those of a refusal must be loaded before.
            assertThrows(
                LinuxException.class, () -> NetlinkSocket.open(999, NetlinkSocket.Options.DEFAULT));
            assertEquals("", new Nftables.Postponed("").reason());
            var limits = Native.allocate(16); // struct rlimit: soft, hard
            assertEquals(0, Native.LIBC.prlimit(0, RLIMIT_NOFILE, null, limits));
            // Open descriptors stay open; a sixth one is refused.
            var few = Native.allocate(16).putLong(0, 5).putLong(8, limits.getLong(8));
            Nftables.Outcome outcome;
            LinuxException refused;
            assertEquals(0, Native.LIBC.prlimit(0, RLIMIT_NOFILE, few, null));
            try {
              outcome = nft.run(TABLE);
              refused = assertThrows(LinuxException.class, Nftables::open);
            } finally {
              assertEquals(0, Native.LIBC.prlimit(0, RLIMIT_NOFILE, limits, null));
            }
            assertInstanceOf(Nftables.Postponed.class, outcome);
            assertTrue(refused.getMessage().contains("Too many open files"), refused.getMessage());
            assertEquals("", listing());
            assertEquals(new Nftables.Done(""), nft.run(TABLE));
          }
        });
  }
}
