package keepalived.linux.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.Native;

/// Writes to standard error and never waits longer than allowed. The reader at the other end (a
/// shell's pipe, a stopped terminal, journald) may not read for hours.
///
/// A pipe or a terminal is opened a second time, with O_NONBLOCK: setting the flag on the inherited
/// descriptor would affect all processes that share it.
public final class StandardError implements AutoCloseable {

  private static final int NUMBER = 2;
  private static final int O_WRONLY_ALONE =
      01 | 0400 | 04000 | 02000000; // and NOCTTY, NONBLOCK, CLOEXEC
  private static final int MSG_DONTWAIT = 0x40; // linux/socket.h
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final short POLLOUT = 4; // asm-generic/poll.h
  private static final int PIECE =
      4096; // PIPE_BUF: a writable pipe takes this much at once, or nothing

  private enum Way {
    WRITE,
    SEND,
    /// Polls before each piece, for descriptors whose kind is unknown or that cannot be opened
    /// again.
    POLL_FIRST
  }

  private final Way way;
  private final Optional<Descriptor> own;
  private boolean torn;

  private StandardError(Way way, Optional<Descriptor> own) {
    this.way = way;
    this.own = own;
  }

  public static StandardError open() {
    var self = Path.of("/proc/self/fd/" + NUMBER);
    int kind;
    try {
      kind = FileRule.look(self).kind();
    } catch (IOException closed) {
      return new StandardError(Way.POLL_FIRST, Optional.empty());
    }
    if (kind == 0100000) { // a regular file never blocks
      return new StandardError(Way.WRITE, Optional.empty());
    }
    if (kind == 0140000) {
      return new StandardError(Way.SEND, Optional.empty());
    }
    int number = Native.LIBC.open(self.toString(), O_WRONLY_ALONE, 0);
    return number < 0
        ? new StandardError(Way.POLL_FIRST, Optional.empty())
        : new StandardError(Way.WRITE, Optional.of(new Descriptor("open", number)));
  }

  /// Writes whole lines, waiting at most `patience` for the reader. If the previous call ended
  /// within a line, that line is ended first.
  ///
  /// @return why not all of it was written
  public Optional<Errno> write(byte[] text, Duration patience) {
    var bytes = Native.allocate(text.length + 1);
    if (torn) {
      bytes.put((byte) '\n');
    }
    bytes.put(text).flip();
    long end = System.nanoTime() + patience.toNanos();
    while (bytes.hasRemaining()) {
      var failed = piece(bytes);
      if (failed.isPresent() && !failed.get().equals(Errno.EINTR)) {
        if (!failed.get().equals(Errno.EAGAIN) || !hasRoom(end - System.nanoTime())) {
          torn = isTorn(bytes, torn);
          return failed;
        }
      }
    }
    torn = false;
    return Optional.empty();
  }

  /// Whether the bytes written so far end within a line.
  ///
  /// @param before whether the output ended within a line before
  static boolean isTorn(ByteBuffer lines, boolean before) {
    int written = lines.position();
    return written == 0 ? before : lines.get(written - 1) != '\n';
  }

  private int number() {
    return own.map(Descriptor::number).orElse(NUMBER);
  }

  private Optional<Errno> piece(ByteBuffer bytes) {
    if (way == Way.POLL_FIRST && !hasRoom(0)) {
      return Optional.of(Errno.EAGAIN);
    }
    int length = Math.min(PIECE, bytes.remaining());
    long written =
        way == Way.SEND
            ? Native.LIBC.sendto(
                number(), bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL, Native.allocate(1), 0)
            : Native.LIBC.write(number(), bytes, length);
    if (written < 0) {
      return Optional.of(Native.errno());
    }
    bytes.position(bytes.position() + (int) written);
    return Optional.empty();
  }

  /// Waits at most `nanos` until the descriptor is writable or has an error.
  private boolean hasRoom(long nanos) {
    var wanted = Native.allocate(8).putInt(0, number()).putShort(4, POLLOUT);
    return Native.LIBC.poll(wanted, 1, (int) (Math.max(0, nanos) / 1_000_000)) > 0;
  }

  @Override
  public void close() {
    own.ifPresent(Descriptor::close);
  }
}
