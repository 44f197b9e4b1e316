package keepalived.linux.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.lab.NetworkNamespace;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("linux")
class NetlinkSocketTest {

  // linux/rtnetlink.h
  private static final int RTM_GETLINK = 18;
  private static final int RTM_NEWADDR = 20;
  private static final int RTNLGRP_LINK = 1;
  private static final int IFLA_IFNAME = 3; // linux/if_link.h

  private static Optional<String> name(NetlinkMessage message) {
    var attributes = message.attributes(16);
    while (attributes.next()) {
      if (attributes.type() == IFLA_IFNAME) {
        return Optional.of(attributes.string());
      }
    }
    return Optional.empty();
  }

  private static NetlinkRequest links() {
    return new NetlinkRequest(
        "dump links", RTM_GETLINK, 0, body -> body.header(h -> h.put(new byte[16])));
  }

  private static NetlinkSocket open() {
    return NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, NetlinkSocket.Options.DEFAULT);
  }

  @Test
  void aDumpIsWhole() throws Exception {
    NetworkNamespace.run(
        () -> {
          for (int i = 0; i < 100; i++) {
            NetworkNamespace.ip("link add va" + i + " type veth peer name vb" + i);
          }
          try (var socket = open()) {
            var names = socket.dump(links(), NetlinkSocketTest::name).entries();
            assertEquals(201, names.size());
            assertEquals("lo", names.getFirst());
            assertTrue(names.contains("va99"));
          }
        });
  }

  @Test
  void aRefusalIsExplained() throws Exception {
    NetworkNamespace.run(
        () -> {
          try (var socket = open()) {
            var request =
                new NetlinkRequest(
                    "add address",
                    RTM_NEWADDR,
                    0,
                    body ->
                        body.header(
                            h -> h.put((byte) 2).put((byte) 99).putShort((short) 0).putInt(1)));
            var failure = assertThrows(LinuxException.class, () -> socket.execute(request));
            assertEquals(Errno.EINVAL, failure.errno());
            assertTrue(failure.detail().startsWith("ipv4: "), failure.getMessage());
            assertEquals(1, socket.dump(links(), NetlinkSocketTest::name).entries().size());
          }
        });
  }

  @Test
  void aReplyThatCannotBeReadLeavesTheSocketUsable() throws Exception {
    NetworkNamespace.run(
        () -> {
          NetworkNamespace.ip("link add va type veth peer name vb");
          try (var socket = open()) {
            var dump =
                socket.dump(
                    links(),
                    _ -> {
                      throw new MalformedMessage("not what I expected");
                    });
            assertEquals(List.of(), dump.entries());
            assertEquals(3, dump.unreadable());
            assertEquals(3, socket.dump(links(), NetlinkSocketTest::name).entries().size());
          }
        });
  }

  @Test
  void aSubscriptionDeliversAndSaysWhenItLostSomething() throws Exception {
    NetworkNamespace.run(
        () -> {
          var options = new NetlinkSocket.Options(4096, true);
          try (var socket = NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE, options)) {
            socket.join(RTNLGRP_LINK);
            NetworkNamespace.ip("link set lo mtu 9000");
            var heard = new Heard();
            socket.receive(heard);
            assertEquals("lo", heard.names.getFirst());
            assertEquals(0, heard.overruns);

            for (int i = 0; i < 50; i++) {
              NetworkNamespace.ip("link set lo mtu " + (9001 + i));
            }
            socket.receive(heard);
            assertEquals(1, heard.overruns);
            NetworkNamespace.ip("link set lo mtu 1280");
            int before = heard.names.size();
            socket.receive(heard);
            assertTrue(heard.names.size() > before);
            assertEquals(1, heard.overruns);
          }
        });
  }

  @Test
  void aGenericFamilyIsFoundByName() {
    try (var generic = GenericNetlink.open(NetlinkSocket.Options.DEFAULT)) {
      var controller = generic.family("nlctrl").orElseThrow();
      assertEquals(16, controller.id());
      assertTrue(controller.groups().containsKey("notify"));
      assertEquals(Optional.empty(), generic.family("no_such_family"));
    }
  }

  private static final class Heard implements NetlinkSocket.Listener {
    final ArrayList<String> names = new ArrayList<>();
    int overruns;

    @Override
    public void message(NetlinkMessage message) {
      name(message).ifPresent(names::add);
    }

    @Override
    public void overrun() {
      overruns++;
    }
  }
}
