package keepalived.linux.child;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import keepalived.linux.child.Command.Identity;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;

/// Starts a child with posix_spawn: in its own session (so that a signal reaches the whole group),
/// with no signal blocked or ignored, no descriptors other than 0, 1 and 2, and as another user
/// where configured.
///
/// util-linux's setpriv, run before the program, changes the user: posix_spawn cannot.
final class Spawn {

  private static final String SETPRIV = "/usr/bin/setpriv";

  // spawn.h of glibc
  private static final int POSIX_SPAWN_SETSIGDEF = 0x04;
  private static final int POSIX_SPAWN_SETSIGMASK = 0x08;
  private static final int POSIX_SPAWN_SETSID = 0x80;
  private static final int OPAQUE = 512; // larger than both glibc structures (336 and 80)
  private static final int SIGSET = 128; // sizeof(sigset_t)

  private static final int O_RDONLY = 0; // asm-generic/fcntl.h
  private static final int O_WRONLY = 1;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;

  private final ByteBuffer attributes = Native.allocate(OPAQUE);
  private final ByteBuffer actions = Native.allocate(OPAQUE);
  private final ByteBuffer pid = Native.allocate(4);

  /// Starts the command and returns its process id. Captured output goes to the descriptor
  /// `output`. Throws [LinuxException] when the program cannot be run.
  int start(Command command, OptionalInt output) {
    var arguments = arguments(command);
    check("posix_spawnattr_init", Native.LIBC.posix_spawnattr_init(attributes));
    check("posix_spawn_file_actions_init", Native.LIBC.posix_spawn_file_actions_init(actions));
    try {
      attributes();
      actions(command, output);
      var argv = new Strings(arguments);
      var envp =
          new Strings(
              command.environment().entrySet().stream()
                  .map(e -> e.getKey() + "=" + e.getValue())
                  .toList());
      var program = arguments.getFirst();
      int error =
          Native.LIBC.posix_spawn(
              pid, program, actions, attributes, argv.pointers(), envp.pointers());
      Reference.reachabilityFence(argv);
      Reference.reachabilityFence(envp);
      check("posix_spawn(" + program + ")", error);
      return pid.getInt(0);
    } finally {
      Native.LIBC.posix_spawnattr_destroy(attributes);
      Native.LIBC.posix_spawn_file_actions_destroy(actions);
    }
  }

  private static List<String> arguments(Command command) {
    var arguments = new ArrayList<String>();
    command.identity().filter(Spawn::isAnother).ifPresent(user -> prefix(user, arguments));
    arguments.addAll(command.arguments());
    return arguments;
  }

  private static boolean isAnother(Identity user) {
    return Native.LIBC.geteuid() != user.uid()
        || Native.LIBC.getuid() != user.uid()
        || Native.LIBC.getegid() != user.gid()
        || Native.LIBC.getgid() != user.gid();
  }

  private static void prefix(Identity user, List<String> arguments) {
    arguments.add(SETPRIV);
    arguments.add("--reuid=" + Integer.toUnsignedString(user.uid()));
    arguments.add("--regid=" + Integer.toUnsignedString(user.gid()));
    arguments.add(user.supplementaryGroups() ? "--init-groups" : "--clear-groups");
    arguments.add("--");
  }

  private void attributes() {
    var none = Native.allocate(SIGSET);
    var all = Native.allocate(SIGSET);
    for (int i = 0; i < 8; i++) {
      all.put(i, (byte) 0xFF);
    }
    int flags = POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    check(
        "posix_spawnattr_setflags",
        Native.LIBC.posix_spawnattr_setflags(attributes, (short) flags));
    check("posix_spawnattr_setsigmask", Native.LIBC.posix_spawnattr_setsigmask(attributes, none));
    check(
        "posix_spawnattr_setsigdefault",
        Native.LIBC.posix_spawnattr_setsigdefault(attributes, all));
  }

  private void actions(Command command, OptionalInt output) {
    open(0, O_RDONLY);
    switch (command.output()) {
      case INHERITED -> {}
      case DISCARDED -> {
        open(1, O_WRONLY);
        open(2, O_WRONLY);
      }
      case CAPTURED -> {
        duplicate(output.orElseThrow(), 1);
        duplicate(output.orElseThrow(), 2);
      }
    }
    command
        .directory()
        .ifPresent(
            where ->
                check(
                    "posix_spawn_file_actions_addchdir_np",
                    Native.LIBC.posix_spawn_file_actions_addchdir_np(actions, where.toString())));
    closeOthers();
  }

  private void open(int descriptor, int flags) {
    check(
        "posix_spawn_file_actions_addopen",
        Native.LIBC.posix_spawn_file_actions_addopen(actions, descriptor, "/dev/null", flags, 0));
  }

  private void duplicate(int from, int to) {
    check(
        "posix_spawn_file_actions_adddup2",
        Native.LIBC.posix_spawn_file_actions_adddup2(actions, from, to));
  }

  /// Closes the descriptors that the JVM opens without close-on-exec. glibc before 2.34 cannot
  /// close them in the child; there they are marked close-on-exec here.
  private void closeOthers() {
    try {
      check(
          "posix_spawn_file_actions_addclosefrom_np",
          Native.LIBC.posix_spawn_file_actions_addclosefrom_np(actions, 3));
    } catch (UnsatisfiedLinkError oldLibrary) {
      markCloseOnExec();
    }
  }

  static void markCloseOnExec() {
    try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (var entry : open) {
        int descriptor = Integer.parseInt(entry.getFileName().toString());
        if (descriptor > 2) {
          Native.LIBC.fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// These functions return the error number instead of setting errno.
  private static void check(String call, int error) {
    if (error != 0) {
      throw new LinuxException(call, Errno.of(error));
    }
  }

  /// A null-terminated array of C strings, in memory that lives as long as this object.
  private record Strings(ByteBuffer pointers, ByteBuffer text) {

    Strings(List<String> strings) {
      this(Native.allocate(8 * (strings.size() + 1)), encode(strings));
      long at = Native.address(text);
      for (int i = 0; i < strings.size(); i++) {
        pointers.putLong(8 * i, at);
        at += strings.get(i).getBytes(StandardCharsets.UTF_8).length + 1;
      }
    }

    private static ByteBuffer encode(List<String> strings) {
      byte[][] encoded =
          strings.stream().map(s -> s.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
      int size = 1;
      for (byte[] string : encoded) {
        size += string.length + 1;
      }
      var text = Native.allocate(size);
      for (byte[] string : encoded) {
        text.put(string).put((byte) 0);
      }
      return text.clear();
    }
  }
}
