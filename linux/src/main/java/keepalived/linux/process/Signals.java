package keepalived.linux.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import jnr.constants.platform.Signal;
import jnr.posix.util.SunMiscSignal;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;

/// Delivers the signals sent to this process on a loop. Signals that the launcher has blocked (see
/// the package) are read from a signalfd, with their sender. For others the JVM's handlers are
/// used, which support only HUP, INT, TERM, USR1 and USR2.
public final class Signals implements AutoCloseable {

  // asm-generic/signal.h
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGUSR1 = 10;
  public static final int SIGUSR2 = 12;
  public static final int SIGTERM = 15;
  public static final int SIGXCPU = 24;

  // signal.h of glibc: real-time signals start at 34 for C programs and end at 64
  public static final int SIGRTMIN = 34;
  public static final int SIGRTMAX = 64;

  private static final int SFD_FLAGS = 0x80000 | 0x800; // SFD_CLOEXEC | SFD_NONBLOCK
  private static final int SIGINFO = 128; // linux/signalfd.h: number at 0, sender at 12

  /// A received signal.
  ///
  /// @param number of the signal
  /// @param sender process id of the sender; 0 when it is not known
  public record Received(int number, int sender) {}

  private final EpollLoop loop;
  private final Consumer<Received> receiver;
  private final Descriptor descriptor;
  private final Watch watch;
  private final Set<Integer> unavailable = new TreeSet<>();

  /// Starts to deliver these signals to `receiver` on the loop. Called on the loop.
  public Signals(EpollLoop loop, Collection<Integer> numbers, Consumer<Received> receiver) {
    this.loop = loop;
    this.receiver = receiver;
    var blocked = blockedEverywhere();
    var mask = Native.allocate(128); // sigset_t: bit n - 1 for signal n
    for (int number : numbers) {
      if (blocked.contains(number)) {
        mask.putLong(0, mask.getLong(0) | (1L << (number - 1)));
      } else if (!handledByJvm(number)) {
        unavailable.add(number);
      }
    }
    descriptor = new Descriptor("signalfd", Native.LIBC.signalfd(-1, mask, SFD_FLAGS));
    watch = loop.watch(descriptor.number(), this::read);
  }

  /// Delivers signals that arrived before the loop was watching. Called on the loop.
  public void deliverPending() {
    read();
  }

  /// The requested signals that will never be delivered; most of them end the process instead. The
  /// daemon logs them at its start.
  public Set<Integer> unavailable() {
    return Collections.unmodifiableSet(unavailable);
  }

  /// The signals that are currently blocked in every thread of this process.
  public static Set<Integer> blockedEverywhere() {
    long blocked = ~0L;
    try (var threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (var thread : threads) {
        blocked &= blockedIn(thread.resolve("status"));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    var numbers = new TreeSet<Integer>();
    for (int number = 1; number <= SIGRTMAX; number++) {
      if ((blocked & (1L << (number - 1))) != 0) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /// Parses the line `SigBlk:` with 16 hexadecimal digits; a thread that has just ended blocks all
  /// signals.
  private static long blockedIn(Path status) throws IOException {
    try {
      for (var line : Files.readAllLines(status)) {
        if (line.startsWith("SigBlk:")) {
          return Long.parseUnsignedLong(line.substring(7).strip(), 16);
        }
      }
    } catch (NoSuchFileException ended) {
      return ~0L;
    } catch (IOException failure) {
      if (Files.exists(status)) {
        throw failure;
      }
    }
    return ~0L;
  }

  /// Uses jnr-posix, because javac has no option to allow sun.misc.Signal without a warning.
  private boolean handledByJvm(int number) {
    var name = named(number);
    if (name.isEmpty()) {
      return false;
    }
    try {
      SunMiscSignal.signal(
          name.get(), _ -> loop.post(() -> receiver.accept(new Received(number, 0))));
      return true;
    } catch (IllegalArgumentException usedByJvm) {
      return false;
    }
  }

  /// The signal by its name in the JVM; empty for signals that the JVM cannot handle.
  private static Optional<Signal> named(int number) {
    return switch (number) {
      case SIGHUP -> Optional.of(Signal.SIGHUP);
      case SIGINT -> Optional.of(Signal.SIGINT);
      case SIGUSR1 -> Optional.of(Signal.SIGUSR1);
      case SIGUSR2 -> Optional.of(Signal.SIGUSR2);
      case SIGTERM -> Optional.of(Signal.SIGTERM);
      default -> Optional.empty();
    };
  }

  private void read() {
    ByteBuffer info = Native.allocate(SIGINFO);
    while (true) {
      long length = Native.LIBC.read(descriptor.number(), info, SIGINFO);
      if (length == SIGINFO) {
        receiver.accept(new Received(info.getInt(0), info.getInt(12)));
        if (!descriptor.isOpen()) {
          return;
        }
      } else {
        var errno = Native.errno();
        if (errno.equals(Errno.EAGAIN)) {
          return;
        }
        throw new LinuxException("read(signalfd)", errno);
      }
    }
  }

  /// Stops delivering the signals of the signalfd; further signals stay pending.
  @Override
  public void close() {
    watch.close();
    descriptor.close();
  }
}
