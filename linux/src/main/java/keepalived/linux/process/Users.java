package keepalived.linux.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import keepalived.linux.libc.Native;

/// The users and groups of the host, through the C library, so that every name service counts.
/// Looking one up may block.
public final class Users {

  private static final POSIX POSIX = POSIXFactory.getNativePOSIX();
  private static final int MOST_GROUPS = 65_536; // linux/limits.h, NGROUPS_MAX

  /// A user: name (the number as text where the number has no name), ids, home and shell.
  public record User(String name, int uid, int gid, String home, String shell) {}

  /// A group: name and id.
  public record Group(String name, int gid) {}

  private Users() {}

  /// The user of this name or number. A number without an entry is a user too, with the group of
  /// the same number.
  public static Optional<User> user(String nameOrNumber) {
    // getpwnam and getgrnam answer in one static place of the C library.
    synchronized (POSIX) {
      var named = POSIX.getpwnam(nameOrNumber);
      if (named == null && isNumber(nameOrNumber)) {
        named = POSIX.getpwuid(Integer.parseUnsignedInt(nameOrNumber));
      }
      if (named != null) {
        return Optional.of(
            new User(
                named.getLoginName(),
                (int) named.getUID(),
                (int) named.getGID(),
                named.getHome(),
                named.getShell()));
      }
    }
    if (!isNumber(nameOrNumber)) {
      return Optional.empty();
    }
    int number = Integer.parseUnsignedInt(nameOrNumber);
    return Optional.of(new User(nameOrNumber, number, number, "/", "/bin/sh"));
  }

  /// The group of this name or number. A number without an entry is a group too.
  public static Optional<Group> group(String nameOrNumber) {
    synchronized (POSIX) {
      var named = POSIX.getgrnam(nameOrNumber);
      if (named == null && isNumber(nameOrNumber)) {
        named = POSIX.getgrgid(Integer.parseUnsignedInt(nameOrNumber));
      }
      if (named != null) {
        return Optional.of(new Group(named.getName(), (int) named.getGID()));
      }
    }
    return isNumber(nameOrNumber)
        ? Optional.of(new Group(nameOrNumber, Integer.parseUnsignedInt(nameOrNumber)))
        : Optional.empty();
  }

  /// All groups of the user, its own first.
  public static List<Integer> groupsOf(User user) {
    var count = Native.allocate(4);
    int room = 32;
    while (true) {
      var groups = Native.allocate(4 * room);
      count.putInt(0, room);
      if (Native.LIBC.getgrouplist(user.name(), user.gid(), groups, count) >= 0) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < count.getInt(0); i++) {
          found.add(groups.getInt(4 * i));
        }
        return found;
      }
      if (room >= MOST_GROUPS) {
        throw new IllegalStateException("more than " + MOST_GROUPS + " groups: " + user.name());
      }
      room = Math.min(MOST_GROUPS, Math.max(2 * room, count.getInt(0)));
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }
}
