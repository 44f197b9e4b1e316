package keepalived.daemon.log;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;

/// Sends lines to /dev/log as datagrams in the format of RFC 3164.
final class SyslogOutlet implements Outlet {

  /// The socket.
  @FunctionalInterface
  interface Post {

    /// @return why it could not be sent
    Optional<String> offer(byte[] datagram, boolean patient);
  }

  private final int facility;
  private final Supplier<String> suffix;
  private final Post post;
  private final long pid = ProcessHandle.current().pid();

  /// @param suffix `_NAMESPACE` and `_INSTANCE` of the ident, or empty
  SyslogOutlet(int facility, Supplier<String> suffix, Post post) {
    this.facility = facility;
    this.suffix = suffix;
    this.post = post;
  }

  @Override
  public String name() {
    return "syslog";
  }

  /// Containers have no syslog.
  @Override
  public boolean mayBeAbsent() {
    return true;
  }

  @Override
  public Optional<String> write(JournalEntry line, boolean patient) {
    String tag = line.part().ident() + suffix.get() + "[" + pid + "]";
    String text = TextLayout.syslog(line, tag, facility, ZoneId.systemDefault());
    return post.offer(text.getBytes(StandardCharsets.UTF_8), patient);
  }
}
