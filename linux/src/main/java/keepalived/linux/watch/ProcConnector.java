package keepalived.linux.watch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.loop.EpollLoop;
import keepalived.linux.loop.Watch;
import keepalived.linux.netlink.MalformedMessage;
import keepalived.linux.netlink.NetlinkMessage;
import keepalived.linux.netlink.NetlinkRequest;
import keepalived.linux.netlink.NetlinkSocket;

/// Reports on a loop which processes start, end and change their names, from the kernel's process
/// connector. It needs CAP_NET_ADMIN and the initial network namespace.
///
///     struct cn_msg (20 bytes): identifier 1, value 1, sequence, acknowledgement, length, flags
///     struct proc_event: kind, CPU, time in nanoseconds (64 bits), then by kind process ids of 32 bits
///
/// (linux/connector.h, linux/cn_proc.h; each thread id is followed by the id of its thread group,
/// which is the process)
public final class ProcConnector implements AutoCloseable {

  private static final int GROUP = 1; // linux/connector.h, CN_IDX_PROC
  private static final int CN_MSG = 20;
  private static final int EVENT_DATA = CN_MSG + 16;

  // linux/cn_proc.h
  private static final int PROC_CN_MCAST_LISTEN = 1;
  private static final int PROC_CN_MCAST_IGNORE = 2;
  private static final int PROC_EVENT_NONE = 0;
  private static final int PROC_EVENT_FORK = 0x1;
  private static final int PROC_EVENT_EXEC = 0x2;
  private static final int PROC_EVENT_COMM = 0x200;
  private static final int PROC_EVENT_EXIT = 0x8000_0000;
  private static final int COMM = 16;

  private final NetlinkSocket socket;
  private final Watch watch;
  private final Consumer<ProcessEvent> receiver;

  /// Starts listening. Throws [LinuxException] when the kernel or our permissions do not allow it.
  public ProcConnector(
      EpollLoop loop, NetlinkSocket.Options options, Consumer<ProcessEvent> receiver) {
    this.receiver = receiver;
    socket = NetlinkSocket.open(NetlinkSocket.NETLINK_CONNECTOR, options);
    try {
      socket.join(GROUP);
      control("listen to processes", PROC_CN_MCAST_LISTEN);
    } catch (LinuxException refused) {
      socket.close();
      throw refused;
    }
    watch = loop.watch(socket.descriptor(), this::read);
  }

  private void control(String what, int operation) {
    socket.post(
        new NetlinkRequest(
            what,
            NetlinkMessage.NLMSG_DONE,
            0,
            body ->
                body.header(
                    out ->
                        out.putInt(GROUP)
                            .putInt(1)
                            .putInt(0)
                            .putInt(0)
                            .putShort((short) 4)
                            .putShort((short) 0)
                            .putInt(operation))));
  }

  private void read() {
    socket.receive(
        new NetlinkSocket.Listener() {
          @Override
          public void message(NetlinkMessage message) {
            decode(message).ifPresent(receiver);
          }

          @Override
          public void overrun() {
            receiver.accept(new ProcessEvent.Overrun());
          }
        });
  }

  /// The event in a message of the connector; empty for threads and for other kinds of events.
  static Optional<ProcessEvent> decode(NetlinkMessage message) {
    var data = message.payload();
    if (data.remaining() < EVENT_DATA + 8) {
      throw new MalformedMessage("process event of " + data.remaining() + " bytes");
    }
    int first = data.getInt(EVENT_DATA);
    int second = data.getInt(EVENT_DATA + 4);
    boolean isProcess = first == second;
    return switch (data.getInt(CN_MSG)) {
      case PROC_EVENT_NONE -> // an answer, to us or to another listener: 0 or an error
          first == 0 ? Optional.of(new ProcessEvent.Listening()) : Optional.empty();
      case PROC_EVENT_FORK -> {
        int child = need(message, 16).getInt(EVENT_DATA + 8);
        int childGroup = data.getInt(EVENT_DATA + 12);
        yield child == childGroup
            ? Optional.of(new ProcessEvent.Forked(second, child))
            : Optional.empty();
      }
      case PROC_EVENT_EXEC -> Optional.of(new ProcessEvent.Executed(second));
      case PROC_EVENT_COMM ->
          isProcess
              ? Optional.of(new ProcessEvent.Renamed(first, name(message)))
              : Optional.empty();
      case PROC_EVENT_EXIT ->
          isProcess
              ? Optional.of(
                  new ProcessEvent.Exited(first, need(message, 12).getInt(EVENT_DATA + 8)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static ByteBuffer need(NetlinkMessage message, int size) {
    if (message.payload().remaining() < EVENT_DATA + size) {
      throw new MalformedMessage("process event of " + message.payload().remaining() + " bytes");
    }
    return message.payload();
  }

  private static String name(NetlinkMessage message) {
    byte[] name = new byte[COMM];
    need(message, 8 + COMM).get(EVENT_DATA + 8, name);
    int length = 0;
    while (length < COMM && name[length] != 0) {
      length++;
    }
    return new String(name, 0, length, StandardCharsets.UTF_8);
  }

  /// Unsubscribes, so that the kernel stops making events when there is no other listener.
  @Override
  public void close() {
    watch.close();
    try {
      control("stop listening to processes", PROC_CN_MCAST_IGNORE);
    } catch (LinuxException refused) {
      // The socket is closed next, which ends the subscription as well.
      if (!refused.is(Errno.ENOBUFS)) {
        throw refused;
      }
    } finally {
      socket.close();
    }
  }
}
