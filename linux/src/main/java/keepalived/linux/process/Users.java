package keepalived.linux.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LibC;
import keepalived.linux.libc.Native;

/// Looks up users and groups of the host through the C library, so that all name services are used.
/// A lookup may block.
public final class Users {

  private static final LibC LIBC = Native.LIBC;
  private static final int ENTRY = 64; // more than sizeof of either struct
  private static final int MOST_TEXT = 1 << 20; // a group with very many members
  private static final int MOST_GROUPS = 65_536; // linux/limits.h, NGROUPS_MAX

  /// A user: name (the number as text if it has no entry), ids, home and shell.
  public record User(String name, int uid, int gid, String home, String shell) {}

  /// A group: name and id.
  public record Group(String name, int gid) {}

  private Users() {}

  /// The user with this name or number. A number without an entry is accepted, with the group of
  /// the same number.
  public static Optional<User> user(String nameOrNumber) {
    var named =
        entry((into, text, at) -> LIBC.getpwnam_r(nameOrNumber, into, text, text.capacity(), at));
    if (named.isEmpty() && isNumber(nameOrNumber)) {
      int number = Integer.parseUnsignedInt(nameOrNumber);
      named = entry((into, text, at) -> LIBC.getpwuid_r(number, into, text, text.capacity(), at));
      if (named.isEmpty()) {
        return Optional.of(new User(nameOrNumber, number, number, "/", "/bin/sh"));
      }
    }
    return named.map(e -> new User(e.text(0), e.number(16), e.number(20), e.text(32), e.text(40)));
  }

  /// The group with this name or number. A number without an entry is accepted.
  public static Optional<Group> group(String nameOrNumber) {
    var named =
        entry((into, text, at) -> LIBC.getgrnam_r(nameOrNumber, into, text, text.capacity(), at));
    if (named.isEmpty() && isNumber(nameOrNumber)) {
      int number = Integer.parseUnsignedInt(nameOrNumber);
      named = entry((into, text, at) -> LIBC.getgrgid_r(number, into, text, text.capacity(), at));
      if (named.isEmpty()) {
        return Optional.of(new Group(nameOrNumber, number));
      }
    }
    return named.map(e -> new Group(e.text(0), e.number(16)));
  }

  /// A function of the getpwnam_r family: fills in the entry and its text, and points to the entry
  /// if it was found.
  private interface Lookup {
    int into(ByteBuffer entry, ByteBuffer text, ByteBuffer found);
  }

  /// A `struct passwd` (pwd.h) or `struct group` (grp.h) of a 64-bit system, read by offsets.
  private record Entry(ByteBuffer fields, ByteBuffer text) {

    int number(int offset) {
      return fields.getInt(offset);
    }

    /// The C string at the pointer at this offset; empty for the null pointer.
    String text(int offset) {
      if (fields.getLong(offset) == 0) {
        return "";
      }
      int start = Math.toIntExact(fields.getLong(offset) - Native.address(text));
      int end = start;
      while (text.get(end) != 0) {
        end++;
      }
      byte[] bytes = new byte[end - start];
      text.get(start, bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /// Looks up an entry, with a larger buffer each time it does not fit. Errors of a name service
  /// count as not found.
  private static Optional<Entry> entry(Lookup lookup) {
    int size = 1024;
    while (true) {
      var entry = new Entry(Native.allocate(ENTRY), Native.allocate(size));
      var found = Native.allocate(Long.BYTES);
      int error = lookup.into(entry.fields(), entry.text(), found);
      if (error != Errno.ERANGE.number() || size >= MOST_TEXT) {
        return found.getLong(0) == 0 ? Optional.empty() : Optional.of(entry);
      }
      size *= 4;
    }
  }

  /// All groups of the user, the primary one first.
  public static List<Integer> groupsOf(User user) {
    var count = Native.allocate(4);
    int room = 32;
    while (true) {
      var groups = Native.allocate(4 * room);
      count.putInt(0, room);
      if (LIBC.getgrouplist(user.name(), user.gid(), groups, count) >= 0) {
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
