package keepalived.daemon.process;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import keepalived.core.text.Printable;
import keepalived.linux.socket.UnixDatagram;

/// Reports our state to the service manager (sd_notify(3)); does nothing without one.
public final class Supervisor implements AutoCloseable {

  private final Optional<UnixDatagram> socket;
  private final Optional<Duration> watchdog;

  private Supervisor(Optional<UnixDatagram> socket, Optional<Duration> watchdog) {
    this.socket = socket;
    this.watchdog = watchdog;
  }

  /// @param environment of this process: NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID
  public static Supervisor of(Map<String, String> environment) {
    String address = environment.getOrDefault("NOTIFY_SOCKET", "");
    if (address.isEmpty()) {
      return new Supervisor(Optional.empty(), Optional.empty());
    }
    int length = address.getBytes(StandardCharsets.UTF_8).length;
    if (length > UnixDatagram.ADDRESS_MAX) {
      String most = " bytes long, a Unix address at most " + UnixDatagram.ADDRESS_MAX;
      throw new IllegalArgumentException("NOTIFY_SOCKET is " + length + most);
    }
    return new Supervisor(Optional.of(UnixDatagram.to(address)), watchdog(environment));
  }

  private static Optional<Duration> watchdog(Map<String, String> environment) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String pid = environment.getOrDefault("WATCHDOG_PID", "");
    boolean ours = pid.isEmpty() || pid.equals(Long.toString(ProcessHandle.current().pid()));
    return micros.matches("[0-9]{1,18}") && ours
        ? Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000))
        : Optional.empty();
  }

  /// How often the service manager expects a sign of life; empty when it does not.
  public Optional<Duration> watchdog() {
    return watchdog;
  }

  /// @param status for `systemctl status`
  /// @return whether the message was delivered, or there is no service manager
  public boolean ready(String status) {
    return tell("READY=1\nSTATUS=" + Printable.of(status));
  }

  /// @param monotonicMicros the monotonic clock in microseconds, which systemd requires for a
  ///   reload
  public void reloading(long monotonicMicros) {
    tell("RELOADING=1\nMONOTONIC_USEC=" + monotonicMicros + "\nSTATUS=reloading");
  }

  public void stopping() {
    tell("STOPPING=1\nSTATUS=stopping");
  }

  public void alive() {
    tell("WATCHDOG=1");
  }

  private boolean tell(String text) {
    return socket.isEmpty() || socket.get().send(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    socket.ifPresent(UnixDatagram::close);
  }
}
