package keepalived.linux.socket;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import keepalived.linux.libc.Descriptor;
import keepalived.linux.libc.Native;
import keepalived.linux.libc.SocketOption;

/// The options that all kinds of sockets have.
public final class SocketOptions {

  private static final int BPF_RET = 0x06; // linux/bpf_common.h: return a constant
  private static final int SMALLEST_BUFFER = 1; // the kernel rounds up to its own minimum

  private final Descriptor socket;

  SocketOptions(Descriptor socket) {
    this.socket = socket;
  }

  /// Sends and receives over this link only; the empty name removes the restriction.
  public void bindToDevice(String link) {
    byte[] name = link.getBytes(StandardCharsets.UTF_8);
    var value = Native.allocate(name.length + 1).put(name).put((byte) 0).flip();
    SocketOption.SO_BINDTODEVICE.set(socket, value);
  }

  /// Sets the size of the receive buffer in bytes; with `force` beyond net.core.rmem_max.
  public void receiveBuffer(int bytes, boolean force) {
    (force ? SocketOption.SO_RCVBUFFORCE : SocketOption.SO_RCVBUF).set(socket, bytes);
  }

  /// The size of the receive buffer as the kernel counts it: twice the requested size.
  public int receiveBuffer() {
    return SocketOption.SO_RCVBUF.get(socket);
  }

  public void sendBuffer(int bytes) {
    SocketOption.SO_SNDBUF.set(socket, bytes);
  }

  /// The firewall mark of sent packets.
  public void mark(int mark) {
    SocketOption.SO_MARK.set(socket, mark);
  }

  /// Makes this a socket that only sends: a filter drops all incoming packets, so none are queued.
  public void sendOnly() {
    // linux/filter.h: struct sock_filter {code, jt, jf, k}; struct sock_fprog {length, pointer}.
    var program = Native.allocate(8).putShort(0, (short) BPF_RET);
    var value = Native.allocate(16).putShort(0, (short) 1).putLong(8, Native.address(program));
    attach(value, program);
    SocketOption.SO_RCVBUF.set(socket, SMALLEST_BUFFER);
  }

  private void attach(ByteBuffer value, ByteBuffer program) {
    SocketOption.SO_ATTACH_FILTER.set(socket, value);
    Reference.reachabilityFence(program);
  }
}
