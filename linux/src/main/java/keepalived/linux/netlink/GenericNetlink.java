package keepalived.linux.netlink;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;

/// Generic netlink: families found by name, their commands and dumps. A message has the four bytes
/// `command, version, 0, 0` and then attributes.
public final class GenericNetlink implements AutoCloseable {

  /// The size of the header before the attributes (linux/genetlink.h, struct genlmsghdr).
  public static final int HEADER = 4;

  /// How often a dump is repeated when the table changed during it.
  private static final int DUMP_TRIES = 10;

  // linux/genetlink.h: the controller, its command used here, and its attributes.
  private static final int GENL_ID_CTRL = 16;
  private static final int CTRL_CMD_GETFAMILY = 3;
  private static final int CTRL_ATTR_FAMILY_ID = 1;
  private static final int CTRL_ATTR_FAMILY_NAME = 2;
  private static final int CTRL_ATTR_VERSION = 3;
  private static final int CTRL_ATTR_MCAST_GROUPS = 7;
  private static final int CTRL_ATTR_MCAST_GRP_NAME = 1;
  private static final int CTRL_ATTR_MCAST_GRP_ID = 2;

  /// A family with the number that the kernel assigned, and its multicast groups by name.
  public record Family(String name, int id, int version, Map<String, Integer> groups) {}

  private final NetlinkSocket socket;

  private GenericNetlink(NetlinkSocket socket) {
    this.socket = socket;
  }

  public static GenericNetlink open(NetlinkSocket.Options options) {
    return new GenericNetlink(NetlinkSocket.open(NetlinkSocket.NETLINK_GENERIC, options));
  }

  /// Finds a family; empty when the kernel lacks the family and a module for it.
  public Optional<Family> family(String name) {
    var request =
        request(
            "find family " + name,
            new Family("nlctrl", GENL_ID_CTRL, 1, Map.of()),
            CTRL_CMD_GETFAMILY,
            body -> body.string(CTRL_ATTR_FAMILY_NAME, name));
    try {
      return socket.ask(request, m -> Optional.of(decodeFamily(m))).stream().findFirst();
    } catch (LinuxException refused) {
      if (refused.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /// Sends a command and waits for its acknowledgement.
  public void execute(String what, Family family, int command, Consumer<AttributeWriter> body) {
    socket.execute(request(what, family, command, body));
  }

  /// Sends many commands, several at a time.
  ///
  /// @return for each command in order, its refusal or empty
  public List<Optional<LinuxException>> executeAll(List<NetlinkRequest> requests) {
    return socket.executeAll(requests);
  }

  /// Sends a command and decodes its replies. The decoder gets a reader before the first attribute.
  public <T> List<T> ask(NetlinkRequest request, Function<AttributeReader, T> decoder) {
    return socket.ask(request, m -> Optional.of(decoder.apply(m.attributes(HEADER))));
  }

  /// Reads a whole table of the family; repeats the reading when the table changed during it.
  ///
  /// @throws LinuxException also when an entry cannot be decoded, or the table keeps changing
  public <T> List<T> dump(NetlinkRequest request, Function<AttributeReader, T> decoder) {
    for (int i = 0; i < DUMP_TRIES; i++) {
      var dump = socket.dump(request, m -> Optional.of(decoder.apply(m.attributes(HEADER))));
      if (dump.unreadable() > 0) {
        throw new LinuxException(request.name(), Errno.EBADMSG, dump.unreadable() + " unreadable");
      }
      if (dump.whole()) {
        return dump.entries();
      }
    }
    throw new LinuxException(request.name(), Errno.EINTR, "the table keeps changing");
  }

  /// A request of the family, for [#ask] and [#dump].
  public static NetlinkRequest request(
      String what, Family family, int command, Consumer<AttributeWriter> body) {
    return new NetlinkRequest(
        what,
        family.id(),
        0,
        writer ->
            body.accept(
                writer.header(
                    out ->
                        out.put((byte) command).put((byte) family.version()).putShort((short) 0))));
  }

  private static Family decodeFamily(NetlinkMessage message) {
    var name = "";
    int id = 0;
    int version = 0;
    Map<String, Integer> groups = Map.of();
    var attributes = message.attributes(HEADER);
    while (attributes.next()) {
      switch (attributes.type()) {
        case CTRL_ATTR_FAMILY_ID -> id = attributes.u16();
        case CTRL_ATTR_FAMILY_NAME -> name = attributes.string();
        case CTRL_ATTR_VERSION -> version = (int) attributes.u32();
        case CTRL_ATTR_MCAST_GROUPS -> groups = decodeGroups(attributes.nested());
        default -> {}
      }
    }
    return new Family(name, id, version, groups);
  }

  private static Map<String, Integer> decodeGroups(AttributeReader list) {
    var groups = new LinkedHashMap<String, Integer>();
    while (list.next()) {
      var name = "";
      int id = 0;
      var group = list.nested();
      while (group.next()) {
        switch (group.type()) {
          case CTRL_ATTR_MCAST_GRP_NAME -> name = group.string();
          case CTRL_ATTR_MCAST_GRP_ID -> id = group.s32();
          default -> {}
        }
      }
      groups.put(name, id);
    }
    return groups;
  }

  @Override
  public void close() {
    socket.close();
  }
}
