package keepalived.linux.loop;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import java.io.UncheckedIOException;

/// A descriptor watched by a loop. Closing the watch leaves the descriptor open; its owner closes
/// it after the watch, because Netty identifies descriptors by number.
public final class Watch implements AutoCloseable {

  private final IoRegistration registration;
  private final Handle handle;

  private Watch(IoRegistration registration, Handle handle) {
    this.registration = registration;
    this.handle = handle;
  }

  static Watch open(IoEventLoop loop, int descriptor, EpollIoOps interest, Runnable ready) {
    var handle = new Handle(new FileDescriptor(descriptor), ready);
    // On the loop's own thread registration is done when the call returns.
    var registered = loop.register(handle);
    if (!registered.isSuccess()) {
      throw new IllegalArgumentException(
          "cannot watch descriptor " + descriptor, registered.cause());
    }
    var watch = new Watch(registered.getNow(), handle);
    try {
      registered.getNow().submit(interest);
    } catch (UncheckedIOException refused) {
      watch.close();
      throw new IllegalArgumentException("cannot watch descriptor " + descriptor, refused);
    }
    return watch;
  }

  /// Ends the watch: the callback is not called again, even if the descriptor is already ready.
  @Override
  public void close() {
    if (!handle.closed) {
      handle.closed = true;
      registration.cancel();
    }
  }

  private static final class Handle implements EpollIoHandle {
    private final FileDescriptor descriptor;
    private final Runnable ready;
    private boolean closed;

    Handle(FileDescriptor descriptor, Runnable ready) {
      this.descriptor = descriptor;
      this.ready = ready;
    }

    @Override
    public FileDescriptor fd() {
      return descriptor;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      if (!closed) {
        ready.run();
      }
    }

    /// Called by Netty when the loop ends; the owner closes the descriptor.
    @Override
    public void close() {
      closed = true;
    }
  }
}
