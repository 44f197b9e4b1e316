package keepalived.daemon.script;

import java.util.List;

/// The account that runs a script.
///
/// @param groups supplementary groups; empty means none
public record Account(String name, int uid, int gid, List<Integer> groups) {

  public static final Account ROOT = new Account("root", 0, 0, List.of());

  public Account {
    groups = List.copyOf(groups);
  }

  public boolean isRoot() {
    return uid == 0 || gid == 0;
  }

  Account withGroup(int other) {
    return new Account(name, uid, other, groups);
  }

  Account withoutGroups() {
    return new Account(name, uid, gid, List.of());
  }

  boolean isMemberOf(int group) {
    return gid == group || groups.contains(group);
  }
}
