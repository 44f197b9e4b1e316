package keepalived.linux.netlink.rt.route;

import static keepalived.linux.netlink.NetlinkMessage.NLM_F_CREATE;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_EXCL;

import keepalived.core.net.Family;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.Dump;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;

/// Reads, adds and deletes the kernel's policy rules.
public final class Rules {

  // linux/rtnetlink.h
  public static final int RTM_NEWRULE = 32;
  public static final int RTM_DELRULE = 33;
  static final int RTM_GETRULE = 34;

  private final NetlinkSocket socket;

  public Rules(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// The rules of the family, in the order in which the kernel tries them.
  public Dump<Rule> dump(Family family) {
    return socket.dump(
        new NetlinkRequest(
            "dump rules",
            RTM_GETRULE,
            0,
            body -> body.header(out -> out.put((byte) family.number()).put(new byte[11]))),
        RuleCodec::decode);
  }

  /// The request that adds the rule, for a bundle. The kernel refuses it with EEXIST when the rule
  /// exists.
  public static NetlinkRequest adding(Rule rule) {
    return request("add", RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, rule);
  }

  /// Adds the rule; returns false when the identical rule exists.
  public boolean add(Rule rule) {
    try {
      socket.execute(adding(rule));
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.EEXIST)) {
        return false;
      }
      throw refused;
    }
  }

  /// Deletes the rule; returns false when no such rule exists.
  public boolean delete(Rule rule) {
    try {
      socket.execute(request("delete", RTM_DELRULE, 0, rule));
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.ENOENT) || refused.is(Errno.ESRCH)) {
        return false;
      }
      throw refused;
    }
  }

  private static NetlinkRequest request(String verb, int type, int flags, Rule rule) {
    var what = verb + " rule " + rule;
    return new NetlinkRequest(what, type, flags, body -> RuleCodec.encode(rule, body));
  }
}
