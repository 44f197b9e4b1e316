package keepalived.linux.netlink;

import static keepalived.linux.netlink.NetlinkMessage.NLMSG_DONE;
import static keepalived.linux.netlink.NetlinkMessage.NLMSG_ERROR;
import static keepalived.linux.netlink.NetlinkMessage.NLMSG_NOOP;
import static keepalived.linux.netlink.NetlinkMessage.NLMSG_OVERRUN;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_ACK;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_DUMP;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_DUMP_INTR;
import static keepalived.linux.netlink.NetlinkMessage.NLM_F_REQUEST;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Errno;
import keepalived.linux.libc.LinuxException;
import keepalived.linux.libc.Native;
import keepalived.linux.libc.SocketOption;

/// A netlink socket: either for requests, which the kernel answers before the call returns, or for
/// a subscription, which a loop drains when it is readable. Used by one thread at a time.
public final class NetlinkSocket implements AutoCloseable {

  // linux/netlink.h
  public static final int NETLINK_ROUTE = 0;
  public static final int NETLINK_CONNECTOR = 11;
  public static final int NETLINK_GENERIC = 16;

  private static final int AF_NETLINK = 16; // linux/socket.h
  private static final int SOCK_RAW = 3; // bits/socket_type.h
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_TRUNC = 0x20; // linux/socket.h: return the whole length
  private static final int POLLIN = 1; // asm-generic/poll.h
  private static final int ADDRESS = 12; // linux/netlink.h, struct sockaddr_nl

  /// The kernel answers within the system call; this timeout only guards against a kernel that does
  /// not.
  private static final int ANSWER_MILLIS = 5000;

  /// Requests in a bundle. The receive buffer must be large enough for the refusals of all of them.
  private static final int BUNDLE = 64;

  /// How often the buffer may grow for one dump.
  private static final int GROWTHS = 10;

  /// Datagrams processed for one readiness, so that a flood does not hold up the loop.
  private static final int DATAGRAMS_A_TURN = 64;

  /// Options of a socket.
  ///
  /// @param receiveBuffer size in bytes; 0 means the kernel's default
  /// @param force whether to exceed net.core.rmem_max, where permitted
  public record Options(int receiveBuffer, boolean force) {
    public static final Options DEFAULT = new Options(0, false);
  }

  /// Receives the messages of a subscription. Both methods run on the thread that calls `receive`.
  public interface Listener {
    /// A message arrived. A [MalformedMessage] thrown from here counts as an overrun: the content
    /// is lost.
    void message(NetlinkMessage message);

    /// Messages were lost: the receiver's data is stale until the next dump.
    void overrun();
  }

  private final Descriptor descriptor;
  private final ByteBuffer request = Native.allocate(16 * 1024);
  private final ByteBuffer sender = Native.allocate(ADDRESS);
  private final ByteBuffer senderSize = Native.allocate(4);
  private ByteBuffer reply = Native.allocate(64 * 1024);
  private int sequence;

  private NetlinkSocket(Descriptor descriptor) {
    this.descriptor = descriptor;
  }

  /// Opens a socket for this protocol in the network namespace of the calling thread.
  public static NetlinkSocket open(int protocol, Options options) {
    int type = SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC;
    var descriptor =
        new Descriptor("socket(AF_NETLINK)", Native.LIBC.socket(AF_NETLINK, type, protocol));
    try {
      if (options.receiveBuffer() > 0) {
        room(descriptor, options);
      }
      // Explanations of refusals and short acknowledgements (Linux 4.12), filters in dumps (4.20).
      SocketOption.NETLINK_EXT_ACK.trySet(descriptor, 1);
      SocketOption.NETLINK_CAP_ACK.trySet(descriptor, 1);
      SocketOption.NETLINK_GET_STRICT_CHK.trySet(descriptor, 1);
      var address = Native.allocate(ADDRESS).putShort(0, (short) AF_NETLINK);
      Native.check("bind(AF_NETLINK)", Native.LIBC.bind(descriptor.number(), address, ADDRESS));
      return new NetlinkSocket(descriptor);
    } catch (LinuxException failure) {
      descriptor.close();
      throw failure;
    }
  }

  private static void room(Descriptor descriptor, Options options) {
    if (options.force()) {
      try {
        SocketOption.SO_RCVBUFFORCE.set(descriptor, options.receiveBuffer());
        return;
      } catch (LinuxException refused) {
        // In an unprivileged container: the largest size allowed without privileges.
        if (!refused.is(Errno.EPERM)) {
          throw refused;
        }
      }
    }
    SocketOption.SO_RCVBUF.set(descriptor, options.receiveBuffer());
  }

  /// For registration with a loop.
  public int descriptor() {
    return descriptor.number();
  }

  public void join(int group) {
    SocketOption.NETLINK_ADD_MEMBERSHIP.set(descriptor, group);
  }

  public void leave(int group) {
    SocketOption.NETLINK_DROP_MEMBERSHIP.set(descriptor, group);
  }

  /// Sends a request and waits for its acknowledgement. Throws [LinuxException] when refused.
  public void execute(NetlinkRequest request) {
    ask(request, _ -> Optional.empty());
  }

  /// Sends a request and collects the decoded replies that precede the acknowledgement.
  public <T> List<T> ask(NetlinkRequest request, Function<NetlinkMessage, Optional<T>> decoder) {
    int sent = send(request, request.flags() | NLM_F_ACK);
    return new Exchange<>(request.name(), sent, decoder).run().replies;
  }

  /// Sends requests in bundles. The kernel processes a bundle within one system call, and a refused
  /// request does not stop the ones after it. Only the last request of a bundle asks for an
  /// acknowledgement, so a bundle without refusals costs one answer.
  ///
  /// @return for each request in order, its refusal or empty
  public List<Optional<LinuxException>> executeAll(List<NetlinkRequest> requests) {
    var outcomes = new ArrayList<Optional<LinuxException>>(requests.size());
    while (outcomes.size() < requests.size()) {
      int from = outcomes.size();
      int first = sequence + 1;
      int count = bundle(requests.subList(from, requests.size()));
      outcomes.addAll(outcomes(requests.subList(from, from + count), first));
    }
    return outcomes;
  }

  /// Sends as many requests as surely fit into the buffer, at least one; returns how many.
  private int bundle(List<NetlinkRequest> requests) {
    request.clear();
    int count = 0;
    int last = 0;
    for (var each : requests) {
      if (count == BUNDLE || (count > 0 && request.remaining() < request.capacity() / 4)) {
        break;
      }
      last = request.position();
      int flags = each.flags() | NLM_F_REQUEST;
      NetlinkMessage.write(request, each, flags, ++sequence);
      count++;
    }
    int acknowledged = requests.get(count - 1).flags() | NLM_F_REQUEST | NLM_F_ACK;
    request.putShort(last + 6, (short) acknowledged); // linux/netlink.h, nlmsghdr.nlmsg_flags
    request.flip();
    Native.check(
        requests.get(0).name(),
        Native.LIBC.sendto(descriptor.number(), request, request.remaining(), 0, null, 0));
    return count;
  }

  /// Collects the refusals of a bundle until the acknowledgement of its last request.
  private List<Optional<LinuxException>> outcomes(List<NetlinkRequest> sent, int first) {
    var outcomes =
        new ArrayList<>(Collections.nCopies(sent.size(), Optional.<LinuxException>empty()));
    var name = sent.get(0).name();
    boolean finished = false;
    while (!finished) {
      for (var message : NetlinkMessage.split(await(name))) {
        int index = message.sequence() - first;
        if (message.type() == NLMSG_ERROR && index >= 0 && index < sent.size()) {
          var refusal = Refusal.of(message);
          outcomes.set(index, refusal.map(r -> r.toException(sent.get(index).name())));
          finished |= index == sent.size() - 1;
        }
      }
    }
    return outcomes;
  }

  /// Reads a table of the kernel once. On a busy host the table may change meanwhile: the dump is
  /// then not whole, and the caller decides when to read it again.
  public <T> Dump<T> dump(NetlinkRequest request, Function<NetlinkMessage, Optional<T>> decoder) {
    for (int i = 0; i < GROWTHS; i++) {
      int sent = send(request, request.flags() | NLM_F_DUMP);
      try {
        return new Exchange<>(request.name(), sent, decoder).dump();
      } catch (LinuxException failure) {
        // A part did not fit. The buffer has grown; the remaining parts must be read first.
        requireOverrun(failure);
        drain();
      }
    }
    throw new LinuxException(request.name(), Errno.ENOBUFS, "the answer does not fit");
  }

  /// Sends without waiting for an answer, for protocols without one.
  public void post(NetlinkRequest request) {
    send(request, request.flags());
  }

  /// Delivers the messages that have arrived, up to a limit: the socket stays readable until it is
  /// empty. After an overrun, queued messages are older than the lost ones; they are dropped before
  /// the listener is called, so that only newer events follow a dump taken in `overrun`.
  public void receive(Listener listener) {
    for (int i = 0; i < DATAGRAMS_A_TURN; i++) {
      try {
        var datagram = take();
        if (datagram.isEmpty()) {
          return;
        }
        deliver(datagram.get(), listener);
      } catch (LinuxException failure) {
        requireOverrun(failure);
        drain();
        listener.overrun();
        return;
      }
    }
  }

  private void drain() {
    boolean empty = false;
    while (!empty) {
      try {
        empty = take().isEmpty();
      } catch (LinuxException failure) {
        requireOverrun(failure);
      }
    }
  }

  private static void requireOverrun(LinuxException failure) {
    if (!failure.is(Errno.ENOBUFS)) {
      throw failure;
    }
  }

  private static void deliver(ByteBuffer datagram, Listener listener) {
    try {
      for (var message : NetlinkMessage.split(datagram)) {
        if (message.type() == NLMSG_OVERRUN) {
          listener.overrun();
        } else if (message.type() > NLMSG_OVERRUN || message.type() == NLMSG_DONE) {
          listener.message(message);
        }
      }
    } catch (MalformedMessage malformed) {
      listener.overrun();
    }
  }

  private int send(NetlinkRequest what, int flags) {
    request.clear();
    NetlinkMessage.write(request, what, flags | NLM_F_REQUEST, ++sequence);
    request.flip();
    Native.check(
        what.name(),
        Native.LIBC.sendto(descriptor.number(), request, request.remaining(), 0, null, 0));
    return sequence;
  }

  /// The next datagram from the kernel; empty when none is waiting. Datagrams from other processes
  /// are dropped. A datagram larger than the buffer is lost like in an overrun, and the buffer
  /// grows for the next one.
  private Optional<ByteBuffer> take() {
    while (true) {
      reply.clear();
      senderSize.putInt(0, ADDRESS);
      long length =
          Native.LIBC.recvfrom(
              descriptor.number(), reply, reply.capacity(), MSG_TRUNC, sender, senderSize);
      if (length < 0) {
        var errno = Native.errno();
        if (errno.equals(Errno.EAGAIN)) {
          return Optional.empty();
        }
        if (!errno.equals(Errno.EINTR)) {
          throw new LinuxException("recvfrom(AF_NETLINK)", errno);
        }
      } else if (length > reply.capacity()) {
        reply = Native.allocate((int) Math.min(length * 2, 1 << 26));
        throw new LinuxException("recvfrom(AF_NETLINK)", Errno.ENOBUFS, "message cut off");
      } else if (sender.getInt(4) == 0) {
        return Optional.of(reply.slice(0, (int) length));
      }
    }
  }

  private ByteBuffer await(String name) {
    while (true) {
      var datagram = take();
      if (datagram.isPresent()) {
        return datagram.get();
      }
      // asm-generic/poll.h, struct pollfd: descriptor, wanted events, found events.
      var wait = Native.allocate(8);
      wait.putInt(0, descriptor.number()).putShort(4, (short) POLLIN);
      int ready = Native.LIBC.poll(wait, 1, ANSWER_MILLIS);
      if (ready == 0) {
        throw new LinuxException(name, Errno.ETIMEDOUT, "no answer from the kernel");
      }
      if (ready < 0 && !Native.errno().equals(Errno.EINTR)) {
        throw new LinuxException("poll(AF_NETLINK)", Native.errno());
      }
    }
  }

  @Override
  public void close() {
    descriptor.close();
  }

  /// The answers to one request. When a reply cannot be decoded, the exception is kept and thrown
  /// at the end: the answer is read completely, so that the socket is ready for the next request.
  private final class Exchange<T> {
    final String name;
    final int sequence;
    final Function<NetlinkMessage, Optional<T>> decoder;
    final List<T> replies = new ArrayList<>();
    boolean interrupted;
    boolean finished;
    boolean lenient;
    int unreadable;
    Optional<LinuxException> failure = Optional.empty();

    Exchange(String name, int sequence, Function<NetlinkMessage, Optional<T>> decoder) {
      this.name = name;
      this.sequence = sequence;
      this.decoder = decoder;
    }

    Exchange<T> run() {
      while (!finished) {
        var datagram = await(name);
        try {
          NetlinkMessage.split(datagram).forEach(this::accept);
        } catch (MalformedMessage malformed) {
          fail(new LinuxException(name, Errno.EBADMSG, malformed.getMessage()));
        }
      }
      failure.ifPresent(
          f -> {
            throw f;
          });
      return this;
    }

    /// An entry that cannot be decoded, for example a link of a new kind, does not hide the others.
    Dump<T> dump() {
      lenient = true;
      run();
      return new Dump<>(replies, !interrupted, unreadable);
    }

    private void accept(NetlinkMessage message) {
      if (finished || message.sequence() != sequence) {
        return;
      }
      interrupted |= message.has(NLM_F_DUMP_INTR);
      switch (message.type()) {
        case NLMSG_NOOP -> {}
        case NLMSG_ERROR, NLMSG_DONE -> {
          finished = true;
          Refusal.of(message).ifPresent(r -> fail(r.toException(name)));
        }
        case NLMSG_OVERRUN -> fail(new LinuxException(name, Errno.ENOBUFS));
        default -> read(message);
      }
    }

    private void read(NetlinkMessage message) {
      try {
        decoder.apply(message).ifPresent(replies::add);
      } catch (MalformedMessage malformed) {
        if (!lenient) {
          throw malformed;
        }
        unreadable++;
      }
    }

    private void fail(LinuxException reason) {
      if (failure.isEmpty()) {
        failure = Optional.of(reason);
      }
    }
  }
}
