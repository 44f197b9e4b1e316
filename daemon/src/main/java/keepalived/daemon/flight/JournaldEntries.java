package keepalived.daemon.flight;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.core.event.Happening;
import keepalived.core.text.Printable;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.socket.UnixDatagram;

/// Sends each change of state to systemd's journal as an entry with fields, so that `journalctl
/// KEEPALIVED_INSTANCE=VI_1 KEEPALIVED_TO=MASTER` finds it. A journal that is full or absent costs
/// the entry. The format is that of sd-daemon's native protocol: `NAME=value` lines.
final class JournaldEntries implements Consumer<Recorded> {

  /// Identifies this kind of message, for `journalctl MESSAGE_ID=`. Never changes.
  private static final String KIND = "6b8f0b0d5c7c4f0d9b3b2f3a7e514a1e";

  private final UnixDatagram socket;

  private JournaldEntries(UnixDatagram socket) {
    this.socket = socket;
  }

  /// @param path of the journal's socket
  /// @return a receiver that does nothing where there is no journal
  static Consumer<Recorded> to(Path path) {
    if (!Files.exists(path)) {
      return _ -> {};
    }
    try {
      return new JournaldEntries(UnixDatagram.to(path.toString()));
    } catch (LinuxException e) {
      return _ -> {};
    }
  }

  @Override
  public void accept(Recorded recorded) {
    of(recorded).ifPresent(entry -> socket.send(entry.getBytes(StandardCharsets.UTF_8)));
  }

  /// @return empty for an event that is no change of state
  static Optional<String> of(Recorded recorded) {
    var event = recorded.event();
    if (event.kind() != Happening.Kind.STEP) {
      return Optional.empty();
    }
    var text = new StringBuilder();
    field(
        text,
        "MESSAGE",
        "(%s) %s -> %s, %s"
            .formatted(
                event.subject(), event.detail("from"), event.detail("to"), event.detail("why")));
    field(text, "MESSAGE_ID", KIND);
    field(text, "PRIORITY", "6");
    field(text, "SYSLOG_IDENTIFIER", "Keepalived_vrrp");
    field(text, "KEEPALIVED_INSTANCE", event.subject());
    field(text, "KEEPALIVED_FROM", event.detail("from"));
    field(text, "KEEPALIVED_TO", event.detail("to"));
    field(text, "KEEPALIVED_CAUSE", event.detail("cause"));
    field(text, "KEEPALIVED_EVENT", recorded.id().toString());
    return Optional.of(text.toString());
  }

  /// A line end in a value would begin a field of its own.
  private static void field(StringBuilder text, String name, String value) {
    text.append(name).append('=').append(Printable.of(value)).append('\n');
  }
}
