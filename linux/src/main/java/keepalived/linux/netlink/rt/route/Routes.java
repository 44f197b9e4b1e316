package keepalived.linux.netlink.rt.route;

import static keepalived.linux.netlink.NetlinkMessage.NLM_F_APPEND;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_CREATE;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_EXCL;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_REPLACE;

import java.util.List;
import keepalived.core.net.Family;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.Dump;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;

/// Reads, adds, replaces and deletes the kernel's routes. The kernel removes the IPv4 routes of a
/// link that goes down, or of a preferred source that is deleted, without an event for each route.
public final class Routes {

  // linux/rtnetlink.h
  public static final int RTM_NEWROUTE = 24;
  public static final int RTM_DELROUTE = 25;
  static final int RTM_GETROUTE = 26;

  /// Which routes to read: one family, one table (0: all of them), one protocol (0: any).
  public record Filter(Family family, long table, int protocol) {
    public static Filter all(Family family) {
      return new Filter(family, 0, 0);
    }
  }

  private final NetlinkSocket socket;

  public Routes(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// The routes that match the filter; empty for a table that does not exist.
  public Dump<Route> dump(Filter filter) {
    var request =
        new NetlinkRequest(
            "dump routes",
            RTM_GETROUTE,
            0,
            body -> {
              body.header(
                  out ->
                      out.put((byte) filter.family().number())
                          .put(new byte[4])
                          .put((byte) filter.protocol())
                          .put(new byte[6]));
              if (filter.table() != 0) {
                body.u32(RouteCodec.RTA_TABLE, filter.table());
              }
            });
    try {
      return socket.dump(request, m -> RouteCodec.decode(m).filter(r -> passes(r, filter)));
    } catch (LinuxException refused) {
      if (refused.is(Errno.ENOENT)) {
        return new Dump<>(List.of(), true, 0);
      }
      throw refused;
    }
  }

  /// Kernels before 4.20 ignore the filter and send every route.
  private static boolean passes(Route route, Filter filter) {
    return (filter.table() == 0 || route.key().table() == filter.table())
        && (filter.protocol() == 0 || route.protocol() == filter.protocol());
  }

  /// The request that adds the route, for a bundle. The kernel refuses it with EEXIST when [#add]
  /// would return false.
  public static NetlinkRequest adding(Route route) {
    return request("add", RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL, route);
  }

  /// As [#adding], for [#append].
  public static NetlinkRequest appending(Route route) {
    return request("append", RTM_NEWROUTE, NLM_F_CREATE | NLM_F_APPEND, route);
  }

  /// As [#adding], for [#prepend].
  public static NetlinkRequest prepending(Route route) {
    return request("prepend", RTM_NEWROUTE, NLM_F_CREATE, route);
  }

  /// Adds the route; returns false when a route with its key exists.
  public boolean add(Route route) {
    return create(adding(route));
  }

  /// Adds the route, or replaces the one with its key.
  public void replace(Route route) {
    socket.execute(request("replace", RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, route));
  }

  /// Adds the route after others with its key; returns false when the identical route exists.
  public boolean append(Route route) {
    return create(appending(route));
  }

  /// Adds the route before others with its key; returns false when the identical route exists.
  public boolean prepend(Route route) {
    return create(prepending(route));
  }

  /// Deletes the first route that matches all values given here; returns false when there is none.
  public boolean delete(Route route) {
    try {
      socket.execute(request("delete", RTM_DELROUTE, 0, route));
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.ESRCH) || refused.is(Errno.ENODEV) || refused.is(Errno.ENOENT)) {
        return false;
      }
      throw refused;
    }
  }

  private boolean create(NetlinkRequest request) {
    try {
      socket.execute(request);
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.EEXIST)) {
        return false;
      }
      throw refused;
    }
  }

  private static NetlinkRequest request(String verb, int type, int flags, Route route) {
    var what = verb + " route " + route.key();
    return new NetlinkRequest(what, type, flags, body -> RouteCodec.encode(route, body));
  }
}
