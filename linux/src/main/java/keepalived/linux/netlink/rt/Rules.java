package keepalived.linux.netlink.rt;

import static keepalived.linux.netlink.NetlinkMessage.NLM_F_CREATE;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_EXCL;

import java.util.List;
import keepalived.core.net.Family;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;

/// The kernel's policy rules: read, added, deleted.
public final class Rules {

  // linux/rtnetlink.h
  static final int RTM_NEWRULE = 32;
  static final int RTM_DELRULE = 33;
  static final int RTM_GETRULE = 34;

  private final NetlinkSocket socket;

  public Rules(NetlinkSocket socket) {
    this.socket = socket;
  }

  /// All rules of the family, in the order they are tried.
  public List<Rule> dump(Family family) {
    return socket.dump(
        new NetlinkRequest(
            "dump rules",
            RTM_GETRULE,
            0,
            body -> body.header(out -> out.put((byte) family.number()).put(new byte[11]))),
        RuleCodec::decode);
  }

  /// Adds the rule; false when the very same one is there.
  public boolean add(Rule rule) {
    try {
      execute("add", RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, rule);
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.EEXIST)) {
        return false;
      }
      throw refused;
    }
  }

  /// Deletes the rule; false when there is none like it.
  public boolean delete(Rule rule) {
    try {
      execute("delete", RTM_DELRULE, 0, rule);
      return true;
    } catch (LinuxException refused) {
      if (refused.is(Errno.ENOENT) || refused.is(Errno.ESRCH)) {
        return false;
      }
      throw refused;
    }
  }

  private void execute(String verb, int type, int flags, Rule rule) {
    var what = verb + " rule " + rule;
    socket.execute(new NetlinkRequest(what, type, flags, body -> RuleCodec.encode(rule, body)));
  }
}
