package keepalived.linux.watch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;

/// Reports on a loop what happens to the files of directories. Used on that loop only.
public final class Inotify implements AutoCloseable {

  // linux/inotify.h
  private static final int IN_FLAGS = 0x80000 | 0x800; // IN_CLOEXEC | IN_NONBLOCK
  private static final int IN_CLOSE_WRITE = 0x8;
  private static final int IN_MOVED_FROM = 0x40;
  private static final int IN_MOVED_TO = 0x80;
  private static final int IN_CREATE = 0x100;
  private static final int IN_DELETE = 0x200;
  private static final int IN_DELETE_SELF = 0x400;
  private static final int IN_MOVE_SELF = 0x800;
  private static final int IN_Q_OVERFLOW = 0x4000;
  private static final int IN_IGNORED = 0x8000;
  private static final int IN_ONLYDIR = 0x0100_0000;
  private static final int GONE = IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF;
  private static final int WANTED =
      IN_CLOSE_WRITE
          | IN_MOVED_FROM
          | IN_MOVED_TO
          | IN_CREATE
          | IN_DELETE
          | IN_DELETE_SELF
          | IN_MOVE_SELF
          | IN_ONLYDIR;
  private static final int NONE = -1; // no watch
  private static final int HEADER = 16; // struct inotify_event: watch, mask, cookie, name's size

  private final Descriptor descriptor;
  private final Watch watch;
  private final Consumer<FileEvent> receiver;

  /// The paths of each watch: symbolic links may lead to one directory by several.
  private final Map<Integer, Set<Path>> directories = new HashMap<>();

  private final ByteBuffer events = Native.allocate(16 * 1024);

  public Inotify(EpollLoop loop, Consumer<FileEvent> receiver) {
    this.receiver = receiver;
    descriptor = new Descriptor("inotify_init1", Native.LIBC.inotify_init1(IN_FLAGS));
    watch = loop.watch(descriptor.number(), this::read);
  }

  /// Watches a directory; a second call for the same directory has no effect. When its path leads
  /// to another directory than before, that one is watched instead. Throws [LinuxException] when
  /// the directory does not exist, or there are too many watches.
  public void add(Path directory) {
    int number = Native.LIBC.inotify_add_watch(descriptor.number(), directory.toString(), WANTED);
    Native.check("inotify_add_watch(" + directory + ")", number);
    remove(directory, number);
    directories.computeIfAbsent(number, _ -> new HashSet<>()).add(directory);
  }

  /// Ends the watch of a directory.
  public void remove(Path directory) {
    remove(directory, NONE);
  }

  private void remove(Path directory, int except) {
    for (int number : List.copyOf(directories.keySet())) {
      var paths = directories.get(number);
      if (number != except && paths.remove(directory) && paths.isEmpty()) {
        directories.remove(number);
        Native.LIBC.inotify_rm_watch(descriptor.number(), number);
      }
    }
  }

  private void read() {
    while (descriptor.isOpen()) {
      long length = Native.LIBC.read(descriptor.number(), events.clear(), events.capacity());
      if (length < 0) {
        var errno = Native.errno();
        if (errno.equals(Errno.EAGAIN)) {
          return;
        }
        throw new LinuxException("read(inotify)", errno);
      }
      events.limit((int) length);
      while (events.remaining() >= HEADER && descriptor.isOpen()) {
        deliver();
      }
    }
  }

  /// Delivers the event at the buffer's position and moves past it.
  private void deliver() {
    int number = events.getInt();
    int mask = events.getInt();
    events.getInt();
    byte[] name = new byte[events.getInt()];
    events.get(name);
    if ((mask & IN_Q_OVERFLOW) != 0) {
      receiver.accept(new FileEvent.Overrun());
      return;
    }
    var paths = Set.copyOf(directories.getOrDefault(number, Set.of()));
    if ((mask & GONE) != 0 && directories.remove(number) != null && (mask & IN_MOVE_SELF) != 0) {
      Native.LIBC.inotify_rm_watch(descriptor.number(), number);
    }
    paths.forEach(directory -> event(mask, directory, text(name)).ifPresent(receiver));
  }

  private static Optional<FileEvent> event(int mask, Path directory, String name) {
    if ((mask & GONE) != 0) {
      return Optional.of(new FileEvent.DirectoryGone(directory));
    }
    if ((mask & IN_CLOSE_WRITE) != 0) {
      return Optional.of(new FileEvent.Written(directory, name));
    }
    if ((mask & IN_CREATE) != 0) {
      return Optional.of(new FileEvent.Created(directory, name));
    }
    if ((mask & IN_DELETE) != 0) {
      return Optional.of(new FileEvent.Deleted(directory, name));
    }
    if ((mask & IN_MOVED_TO) != 0) {
      return Optional.of(new FileEvent.MovedIn(directory, name));
    }
    if ((mask & IN_MOVED_FROM) != 0) {
      return Optional.of(new FileEvent.MovedOut(directory, name));
    }
    return Optional.empty();
  }

  /// A name padded with zeros.
  private static String text(byte[] name) {
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    watch.close();
    descriptor.close();
  }
}
